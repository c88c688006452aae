"""Workers are killed, stopped and cut off while their calls ring and talk (struck.py): nobody is
dialled twice, nobody is forgotten, and what happened is told once."""
import collections

from struck import (CONTACTS, LATE, PROMPT_SECONDS, RECORDED_SECONDS, RINGS, TALKS, attempt_of,
                    outcome_of)

LEASE_SECONDS, RENEWED_EVERY_SECONDS = 15, 3
FIRST_LATE_SEQUENCE = 1_000_000  # of what another worker tells
LATE_SECONDS = 1.5               # of a busy machine
LOST = [("failed", "worker_lost"), ("failed", "lease_lost")]


def test_everyone_is_called_once_and_no_one_twice(struck):
    assert all(call.dials() == 1 for call in struck.calls)
    assert len(struck.calls) == len({call.to for call in struck.calls})
    called = {attempt_of(call) for call in struck.calls}
    assert called <= struck.reports.keys() and len(struck.reports) == CONTACTS
    for attempt in struck.reports.keys() - called:  # between Start and INVITE
        assert outcome_of(struck.reports[attempt]) == ("failed", "worker_lost")


def test_each_attempt_has_one_end(struck):
    assert len(struck.ends) == CONTACTS
    assert {it.attempt_id for it in struck.ends} == struck.reports.keys()
    for attempt, facts in facts_by_attempt(struck).items():
        assert [it.kind for it in facts].count("finished") <= 1, attempt


def test_the_facts_of_an_attempt_have_no_gap_and_come_once(struck):
    for attempt, facts in facts_by_attempt(struck).items():
        told = [it.value.sequence for it in facts if it.value.sequence < FIRST_LATE_SEQUENCE]
        assert told == list(range(1, len(told) + 1)), attempt


def test_calls_of_a_killed_worker_are_lost(struck):
    lost = [call for call in struck.of("killed") if struck.was_up(call)]
    assert len(lost) >= 5
    assert {struck.outcome(call) for call in lost} == {("failed", "worker_lost")}


def test_what_a_killed_worker_recorded_is_saved_by_the_next_to_within_three_seconds(struck):
    talked = [call for call in struck.of("killed") if struck.talked(call, seconds=RECORDED_SECONDS)]
    assert len(talked) >= 3
    for call in talked:
        kept = struck.reports[attempt_of(call)]["attempts"][0]["recordings"]
        assert [(it["status"], it["errorCode"]) for it in kept] == [("saved", None)], kept
        told, = [it for it in struck.facts if it.kind == "recording_saved"
                 and it.value.attempt_id == attempt_of(call)]
        assert told.value.sequence >= FIRST_LATE_SEQUENCE
        end = told.what.began_at.ToNanoseconds() + told.what.length.ToNanoseconds()
        assert -3 <= end / 1e9 - struck.killed_at <= 0.5


def test_calls_of_a_stopped_worker_are_lost_with_its_leases(struck):
    held = [call for call in struck.of("stopped") if struck.was_up(call)]
    assert len(held) >= 5
    assert {struck.outcome(call) for call in held} <= set(LOST)


def test_a_worker_that_was_stopped_dials_nothing_late_and_takes_ringing_calls_back(struck):
    went_on = struck.at["continued"]
    late = [call for call in struck.calls if call.source == struck.workers["stopped"]
            and struck.at["struck"] + 0.2 < call.first_at < went_on + 0.5]
    assert late == []
    rang = [call for call in struck.of("stopped", RINGS) if struck.was_up(call)]
    assert rang
    for call in rang:
        assert 0 <= call.at["cancelled"] - went_on <= LATE_SECONDS


def test_answered_calls_of_a_worker_that_is_cut_off_go_on_to_their_end(struck):
    talked = [call for call in struck.of("cut", TALKS) if struck.talked(call)]
    assert len(talked) >= 3
    for call in talked:
        assert call.bye_by == "platform"
        assert abs(call.at["over"] - call.at["acked"] - PROMPT_SECONDS) <= LATE_SECONDS
        assert struck.at["struck"] < call.at["over"] < struck.at["healed"]


def test_unanswered_calls_of_a_worker_that_is_cut_off_are_taken_back_after_half_a_lease(struck):
    rang = [call for call in struck.of("cut", RINGS) if struck.was_up(call)]
    assert rang
    for call in rang:
        after = call.at["cancelled"] - struck.at["struck"]
        assert LEASE_SECONDS / 2 - RENEWED_EVERY_SECONDS - 0.5 <= after
        assert after <= LEASE_SECONDS / 2 + LATE_SECONDS
        assert struck.outcome(call) in LOST


def test_a_worker_that_is_cut_off_begins_no_call(struck):
    assert [call for call in struck.calls if call.source == struck.workers["cut"]
            and struck.at["struck"] + 0.5 < call.first_at < struck.at["healed"]] == []


def test_what_happened_behind_a_cut_is_told_when_it_heals(struck):
    held = [call for call in struck.of("cut") if struck.was_up(call)]
    assert any(call.behaviour is LATE for call in held)
    facts = facts_by_attempt(struck)
    for call in held:
        assert facts[attempt_of(call)][-1].kind in ("finished", "recording_saved")
        assert "finished" in [it.kind for it in facts[attempt_of(call)]]


def facts_by_attempt(struck):
    """In the order of their topic."""
    found = collections.defaultdict(list)
    for it in struck.facts:
        found[it.value.attempt_id].append(it)
    return found
