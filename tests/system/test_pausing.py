"""Executions that pause by themselves, and calls that are ended on request."""
import time

import pytest

import flows
import sound
from callee import Behaviour


def paused(campaigns, execution, seconds=30):
    return campaigns.until(execution, lambda it: it["status"] == "paused_threshold"
                           and it["contactsInProgress"] == 0, seconds, "it pauses by itself")


def test_it_pauses_when_a_node_has_run_so_often_and_goes_on_when_told(api, campaigns, callees, peer):
    numbers = [callees.new() for _ in range(8)]
    execution = campaigns.launch(numbers, flows.plays(campaigns.audio), maxConcurrentCalls=1,
                                 autoPauseRules=[{"nodeId": "say", "threshold": 3,
                                                  "resetOnResume": True}])
    first = paused(campaigns, execution)
    assert first["pauseReason"] == "node_threshold"
    assert 3 <= first["contactsCompleted"] <= 4  # one more may have been on its way
    assert first["id"] in [it["id"] for it in
                           api.get("/program-executions", status="paused_threshold")]
    called = sum(bool(peer.seen(number)) for number in numbers)
    assert called <= 4

    assert api.patch(f"/program-executions/{execution}/resume")["status"] == "running"
    second = paused(campaigns, execution)
    assert 6 <= second["contactsCompleted"] <= 8
    resumed = api.patch(f"/program-executions/{execution}/resume", {"autoPauseRules": []})
    assert not resumed["autoPauseRules"]
    assert campaigns.finish(execution)["contactsCompleted"] == 8


def test_it_pauses_when_too_many_calls_fail(api, campaigns, callees, peer):
    numbers = [callees.new(Behaviour(code=500, after=0.05)) for _ in range(20)]
    execution = campaigns.launch(numbers, maxConcurrentCalls=1,
                                 failureBreaker={"rate": 0.8, "calls": 5})
    tripped = paused(campaigns, execution)
    assert tripped["pauseReason"] == "failure_breaker"
    assert 5 <= tripped["contactsFailed"] <= 7
    assert api.patch(f"/program-executions/{execution}/cancel")["status"] == "cancelled"


def test_nobody_is_called_half_a_second_after_a_pause_was_acknowledged(
        api, campaigns, callees, peer):
    numbers = [callees.new(Behaviour(code=486, after=0.02)) for _ in range(1500)]
    execution = campaigns.launch(numbers, callsPerSecond=100)
    called = set(numbers)

    # Asked at each INVITE, in the way of those that answer them: all calls are looked through once.
    def invited():
        return [call.first_at for call in peer.seen() if call.to in called]

    def pace():
        at = sorted(invited())
        return 200 / (at[-1] - at[-201]) if len(at) > 200 else 0

    # A machine that stood still for a moment is given the time to come to its pace again.
    peer.wait_for(lambda: pace() >= 80, 15, "they are called at full pace")
    assert pace() <= 105
    assert api.patch(f"/program-executions/{execution}/pause")["status"] == "paused"
    acknowledged = time.monotonic()
    campaigns.until(execution, lambda it: it["contactsInProgress"] == 0, 10, "they end")
    # What nobody waits for can only be seen not to come.
    time.sleep(max(0.0, acknowledged + 2 - time.monotonic()))
    late = max(invited()) - acknowledged
    assert late <= 0.5, f"an INVITE {late:.2f} s after the pause"
    assert len(invited()) < 1500
    api.patch(f"/program-executions/{execution}/cancel")


def test_busy_callees_are_no_failures(campaigns, callees):
    numbers = [callees.new(Behaviour(code=486, after=0.05)) for _ in range(8)]
    execution = campaigns.launch(numbers, failureBreaker={"rate": 0.5, "calls": 5})
    assert campaigns.finish(execution)["outcomes"] == {"busy": 8}


@pytest.mark.parametrize("change", ["pause", "cancel"])
def test_calls_in_progress_are_ended_on_request(api, campaigns, callees, peer, change):
    talk = api.upload("/audio-management/upload", "talk.wav", sound.tone(300, 25))["id"]
    numbers = [callees.new() for _ in range(3)]
    execution = campaigns.launch(numbers, flows.plays(talk))
    peer.wait_for(lambda: all(call.acked for number in numbers for call in peer.seen(number))
                  and all(map(peer.seen, numbers)), 20, "all three are in a call")
    answer = api.ask("PATCH", f"/program-executions/{execution}/{change}", params={"calls": "hangup"},
                     json={})
    assert answer.status_code == 200, answer.text
    at = time.monotonic()
    peer.wait_for(lambda: all(call.is_over() for number in numbers for call in peer.seen(number)),
                  8, "their calls are ended")
    assert time.monotonic() - at < 7
    done = campaigns.until(execution, lambda it: it["contactsInProgress"] == 0, 10, "they end")
    assert done["outcomes"] == {"cancelled": 3}
    for report in campaigns.settled_reports(execution, 3):
        assert report["outcomeReason"] == "hung_up_on_request"


def test_what_is_asked_of_calls_must_be_known(api, campaigns, callees):
    execution = campaigns.launch([callees.new(Behaviour(code=None))])
    refused = api.ask("PATCH", f"/program-executions/{execution}/pause", params={"calls": "shout"},
                      json={})
    assert refused.status_code == 400 and "calls" in refused.text
    campaigns.finish(execution)
