"""Pause, resume, cancel: at once, and without a contact lost from the balance."""
import time

import pytest

import flows
from callee import Behaviour

SLOW = Behaviour(after=0.5)


def launch_slowly(campaigns, callees, count, **members):
    """Enough to be interrupted: two calls at once, half a second and a prompt each."""
    numbers = [callees.new(SLOW) for _ in range(count)]
    return campaigns.launch(numbers, flows.plays(campaigns.audio), maxConcurrentCalls=2, **members)


def some_done(execution):
    return execution["contactsCompleted"] >= 1


def test_after_a_pause_no_call_starts_until_it_is_resumed(api, campaigns, callees, peer):
    execution = launch_slowly(campaigns, callees, 8)
    campaigns.until(execution, some_done, 20, "a first call is over")
    paused = api.patch(f"/program-executions/{execution}/pause")
    at = time.monotonic()
    assert paused["status"] == "paused"
    assert api.patch(f"/program-executions/{execution}/pause")["status"] == "paused"

    still = campaigns.until(execution, lambda it: it["contactsInProgress"] == 0, 10,
                            "the calls in progress finish")
    assert still["status"] == "paused" and still["contactsPending"] > 0
    assert max(call.first_at for call in peer.seen()) < at + 0.5
    assert api.patch(f"/program-executions/{execution}/resume")["status"] == "running"
    done = campaigns.finish(execution)
    assert done["contactsCompleted"] == 8
    assert all(call.dials() == 1 for call in peer.seen())


@pytest.mark.parametrize("how", ["PATCH cancel", "DELETE"])
def test_a_cancelled_execution_skips_what_waits_and_lets_calls_finish(api, campaigns, callees, how):
    execution = launch_slowly(campaigns, callees, 8)
    campaigns.until(execution, some_done, 20, "a first call is over")
    if how == "DELETE":
        api.delete(f"/program-executions/{execution}")
    else:
        assert api.patch(f"/program-executions/{execution}/cancel")["status"] == "cancelled"
    done = campaigns.until(execution, lambda it: it["contactsInProgress"] == 0, 10,
                           "the calls in progress finish")
    assert done["status"] == "cancelled" and done["contactsPending"] == 0
    assert done["contactsSkipped"] >= 1
    assert done["contactsCompleted"] + done["contactsSkipped"] == 8
    skipped = [it for it in campaigns.settled_reports(execution, 8) if it["status"] == "failed"]
    assert len(skipped) == done["contactsSkipped"]
    assert {it["outcomeReason"] for it in skipped} == {"skipped_cancelled"}


def test_a_retry_that_waits_is_skipped_by_cancel(api, campaigns, callees):
    execution = campaigns.launch([callees.new(Behaviour(code=486))],
                                 retryStrategy={"type": "fixed_delay", "delayMinutes": 10,
                                                "maxRetries": 1})
    waiting = campaigns.until(execution, lambda it: it["outcomes"].get("busy") == 1, 20,
                              "the first attempt is over")
    assert (waiting["contactsPending"], waiting["status"]) == (1, "running")
    assert waiting["waitingFor"]["reason"] == "retry" and waiting["waitingFor"]["until"]
    api.patch(f"/program-executions/{execution}/cancel")
    done = campaigns.look(execution)
    assert (done["contactsSkipped"], done["contactsPending"]) == (1, 0)


def test_an_execution_that_is_over_stays_as_it_is(api, campaigns, callees):
    execution = campaigns.launch([callees.new()])
    campaigns.finish(execution)
    for change in ("pause", "resume", "cancel"):
        refused = api.ask("PATCH", f"/program-executions/{execution}/{change}", json={})
        assert (refused.status_code, refused.json()["error"]) == \
            (409, "ExecutionStatusConflictError"), change


def test_one_person_has_one_live_call_over_all_programs(api, campaigns, callees, peer):
    number = callees.new(Behaviour(code=None))
    first = campaigns.launch([number], flows.hangs_up(2500))
    second = campaigns.launch([number], flows.hangs_up(2500))  # either may be the first to call
    campaigns.finish(first)
    campaigns.finish(second)
    one, other = peer.seen(number)
    assert other.first_at - one.first_at >= 2.4


def test_a_program_keeps_to_its_calls_per_second_and_at_once(campaigns, callees, peer):
    numbers = [callees.new(SLOW) for _ in range(12)]
    execution = campaigns.launch(numbers, flows.plays(campaigns.audio), callsPerSecond=4,
                                 maxConcurrentCalls=5)
    most = 0

    def over(it):
        nonlocal most
        most = max(most, it["contactsInProgress"])
        return it["status"] == "completed"

    campaigns.until(execution, over, 60, "the execution completes")
    starts = sorted(call.first_at for number in numbers for call in peer.seen(number))
    assert 1 <= most <= 5
    # Eleven intervals at four a second, and the bucket may be full at first.
    assert starts[-1] - starts[0] >= (11 - 4) / 4
