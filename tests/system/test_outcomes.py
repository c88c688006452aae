"""Every answer that a callee can give, told as its outcome."""
import pytest

import flows
from callee import Behaviour

RINGS_OUT = Behaviour(code=None)
NEVER_SPEAKS = Behaviour(says_nothing=True)

# behaviour, outcome, its reason, status of the job, SIP code
ANSWERS = [
    ("answered", Behaviour(), "completed", None, "completed", 200),
    ("answered at once, unannounced", Behaviour(after=0, provisional=None),
     "completed", None, "completed", 200),
    ("hangs up in mid sentence", Behaviour(hang_up_after=0.3),
     "user_hangup", None, "completed", 200),
    ("rings out", RINGS_OUT, "no_answer", None, "failed", None),
    ("busy", Behaviour(code=486), "busy", "sip_486_busy_here", "failed", 486),
    ("busy everywhere", Behaviour(code=600), "busy", "sip_600_busy_everywhere", "failed", 600),
    ("rejected", Behaviour(code=603), "rejected", "sip_603_decline", "failed", 603),
    ("temporarily unavailable", Behaviour(code=480), "no_answer",
     "sip_480_temporarily_unavailable", "failed", 480),
    ("does not exist", Behaviour(code=404), "failed", "sip_404_not_found", "failed", 404),
    ("out of service", Behaviour(code=503), "failed", "sip_503_service_unavailable", "failed", 503),
    ("broken", Behaviour(code=500), "failed", "sip_500_server_internal_error", "failed", 500),
]


@pytest.mark.parametrize("behaviour, outcome, reason, status, sip_code",
                         [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_an_answer_is_told_as(campaigns, callees, peer, behaviour, outcome, reason, status,
                              sip_code):
    number = callees.new(behaviour)
    report = campaigns.run(number, flows.plays(campaigns.audio, timeout=2000))
    assert report["outcome"] == outcome
    assert report["status"] == status
    attempt, = report["attempts"]
    assert attempt["outcome"] == outcome and attempt["attemptNumber"] == 1
    call, = peer.seen(number)
    assert call.dials() == 1
    assert call.call_id == attempt["attemptId"] + "@hatif"
    details = attempt["call"]
    assert (details["direction"], details["to"], details["from"]) == ("outbound", number, call.from_)
    if reason:
        assert report["outcomeReason"] == reason
    if sip_code:
        assert details["sipCode"] == sip_code
    assert (details["answeredAt"] is not None) == (sip_code == 200)
    assert call.is_over()


def test_who_never_speaks_is_not_answering(campaigns, callees):
    report = campaigns.run(callees.new(NEVER_SPEAKS), flows.hangs_up(1500))
    assert report["outcome"] in ("no_answer", "failed")


def test_an_execution_has_its_reports_from_the_moment_of_its_launch(api, campaigns, callees):
    execution = campaigns.launch([callees.new()])
    page = api.get(f"/program-executions/{execution}/report/calls")
    assert len(page["data"]) <= 1
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    assert [attempt["recordings"] for attempt in report["attempts"]] == [[]]


def test_a_whole_report_tells_the_call(campaigns, callees):
    graph = flows.asks(campaigns.audio)
    number = callees.new(Behaviour(keys=((0.4, "2"),)))
    report = campaigns.run(number, graph)
    flow = report["flowExecution"]
    assert [(it["nodeId"], it["outputPath"]) for it in flow["executionPath"]] == [
        ("call", "onAnswer"), ("ask", "onComplete"), ("choice", "2"), ("no", "onSuccess"),
        ("thanks", "onComplete"), ("end", None)]
    assert flow["finalVariables"] == {"key": "2", "answer": "no"}
    assert flow["nodeExecutionCount"] == 6
    assert (flow["flowName"], flow["flowVersion"]) == (flow["flowName"], 1)
    kinds = [event["type"] for event in report["events"]]
    assert kinds[:3] == ["dial", "ringing", "answer"] and kinds[-1] == "hangup"
    assert {"play", "dtmf", "variable"} <= set(kinds)
    times = [event["timestamp"] for event in report["events"]]
    assert times == sorted(times)
    key = next(event for event in report["events"] if event["type"] == "dtmf")
    assert key["data"]["digit"] == "2" and key["nodeContext"]["nodeId"] == "choice"
    call = report["attempts"][0]["call"]
    assert call["dialedAt"] <= call["ringingAt"] <= call["answeredAt"] <= call["terminatedAt"]
    assert call["hangupBy"] == "platform" and call["durationMs"] > 1000


def test_a_retry_follows_its_delay_and_stops_at_its_count(campaigns, callees, peer):
    number = callees.new(Behaviour(code=486))
    delay = 1.5
    report = campaigns.run(number, retryStrategy={"type": "fixed_delay", "delayMinutes": delay / 60,
                                                  "maxRetries": 2})
    calls = peer.seen(number)
    assert [it["outcome"] for it in report["attempts"]] == ["busy"] * 3
    assert [it["attemptId"] + "@hatif" for it in report["attempts"]] == \
        [call.call_id for call in calls]
    gaps = [later.first_at - sooner.first_at for sooner, later in zip(calls, calls[1:])]
    assert all(delay <= gap < delay + 2 for gap in gaps), gaps


def test_a_number_that_does_not_exist_is_never_dialled_again(campaigns, callees, peer):
    number = callees.new(Behaviour(code=404))
    campaigns.run(number, retryStrategy={"type": "fixed_delay", "delayMinutes": 0.01,
                                         "maxRetries": 3})
    assert len(peer.seen(number)) == 1


def test_calls_leave_from_all_numbers_evenly(campaigns, callees, peer):
    numbers = [callees.new() for _ in range(10)]
    campaigns.finish(campaigns.launch(numbers))
    shown = [peer.seen(number)[0].from_ for number in numbers]
    assert shown.count("+212520000001") == shown.count("+212520000002") == 5
