"""A worker is told to end while its calls ring and talk (struck.py)."""
from struck import DRAIN_SECONDS, HANGS_UP, LATE, RINGS, TALKS, attempt_of

LATE_SECONDS = 1.5  # of a busy machine


def test_no_call_begins_later_than_a_second_after_sigterm(struck):
    begun = [call.first_at for call in struck.calls if call.source == struck.workers["drained"]]
    assert len(begun) >= 8
    assert max(begun) <= struck.at["struck"] + 1


def test_ringing_and_answered_calls_end_by_themselves(struck):
    ended = [call for call in struck.of("drained") if struck.was_up(call)
             and call.behaviour in (LATE, HANGS_UP)]
    assert any(call.at["acked"] > struck.at["struck"] for call in ended), "some rang"
    assert {struck.outcome(call) for call in ended} == {("user_hangup", None)}


def test_what_has_not_ended_by_then_is_hung_up(struck):
    for behaviour, how in (TALKS, "over"), (RINGS, "cancelled"):
        calls = [call for call in struck.of("drained", behaviour) if struck.was_up(call)]
        assert calls
        for call in calls:
            after = call.at[how] - struck.at["struck"]
            assert DRAIN_SECONDS - 0.2 <= after <= DRAIN_SECONDS + LATE_SECONDS
            assert struck.outcome(call) == ("failed", "worker_stopped")


def test_recordings_under_way_are_saved(struck):
    talked = [call for call in struck.of("drained") if struck.talked(call)]
    assert len(talked) >= 3
    for call in talked:
        kept = struck.reports[attempt_of(call)]["attempts"][0]["recordings"]
        assert [it["status"] for it in kept] == ["saved"]
        spoken = call.at["over"] - call.at["acked"]
        assert abs(kept[0]["durationMs"] / 1000 - spoken) <= 0.5


def test_a_caller_is_told_to_try_elsewhere(struck):
    assert struck.answer_to_a_caller == 503


def test_the_process_ends_well(struck):
    assert struck.exit_code == 0
