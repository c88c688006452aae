"""What the FAQ promises about flows, calls, retries, pause windows and reports, each on a real call.
The comment beside each test is the sentence that it stands for; at the end stand those without."""
import datetime
import json
import time
import uuid

import pytest

import flows
import sound
from callee import Behaviour
from documents import Curl
from facts import Facts

UNKNOWN = "01920000-0000-7000-8000-000000000000"
RINGS_OUT = Behaviour(code=None)
CASABLANCA = datetime.timezone(datetime.timedelta(hours=1))
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@pytest.fixture(scope="module")
def curl(suite):
    return Curl(suite.url, suite.api_key)


def in_seconds(seconds):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


# "Each node has an onError output. 1. The flow follows the onError path if defined. 2. Otherwise, the
# default output. 3. If neither exists, the call is terminated with outcome failed. The error details
# are captured in the call report's flowExecution.executionPath."
@pytest.mark.parametrize("outputs, path, outcome", [
    ({"onError": "sorry", "default": "end"}, ["call", "say", "sorry", "end"], "completed"),
    ({"default": "end"}, ["call", "say", "end"], "completed"),
    ({}, ["call", "say"], "failed")])
def test_an_error_takes_on_error_else_default_else_fails(campaigns, callees, outputs, path, outcome):
    # A word that neither the dictionary nor the built-in one has: an error that only the call meets.
    graph = {"startNodeId": "call", "nodes": [
        flows.node("call", "dial", {"timeout": 5000, "enableAMD": False}, onAnswer="say"),
        {"id": "say", "type": "play", "label": "Balance", "outputs": outputs, "config": {
            "audioItems": [{"type": "word", "value": "nobody says so", "language": "fr",
                            "dictionaryId": empty_dictionary(campaigns)}]}},
        flows.node("sorry", "set_variable", {"variable": "sorry", "value": True}, onSuccess="end"),
        flows.node("end", "hangup")]}
    report = campaigns.run(callees.new(), graph)
    assert report["outcome"] == outcome
    steps = report["flowExecution"]["executionPath"]
    assert [it["nodeId"] for it in steps] == path
    failed = steps[1]
    assert failed["error"] and failed["nodeLabel"] == "Balance"
    if outputs:
        assert failed["outputPath"] in ("onError", "default")
    else:
        assert report["outcomeReason"]


def empty_dictionary(campaigns):
    return campaigns.api.post("/dictionaries", {"name": f"Empty {uuid.uuid4().hex[:6]}",
                                                "language": "fr"})["id"]


# "You can also execute a single test call using POST /flows/execute with a test contact."
def test_a_single_test_call(api, campaigns, callees, peer):
    number = callees.new()
    contact, = campaigns.contacts([number])
    did = api.get("/dids/available")["data"][0]["number"]
    flow = campaigns.flow(flows.plays(campaigns.audio))
    answer = api.post("/flows/execute", {"flowId": flow, "contactId": contact, "fromPhone": did,
                                         "initialVariables": {"greeting": "test"}})
    assert answer["status"] == "queued" and answer["executionId"]
    report = campaigns.job(answer["jobId"])
    assert report["outcome"] == "completed" and report["test"] is True
    assert report["attempts"][0]["attemptId"] == answer["executionId"]
    assert report["flowExecution"]["finalVariables"]["greeting"] == "test"
    call, = peer.seen(number)
    assert call.from_ == did


# "What node types are available?": all that a call can meet, in one flow; Record is the dialer's
# issue, Answer is for inbound calls.
# "Can I branch logic based on caller input? Yes! Use the DTMF node with branches."
# "How do I play dynamic content? Use ValueSource references in your Play node: variable,
# customAttribute, contactField."
def test_a_flow_of_every_node_with_values_of_every_source(api, campaigns, callees, peer):
    if "account_balance" not in {it["name"] for it in api.pages("/custom-attributes")}:
        api.post("/custom-attributes", {"displayName": "Account Balance", "type": "number"})
    dictionary = api.post("/dictionaries", {"name": f"Nombres {uuid.uuid4().hex[:6]}",
                                            "language": "fr"})["id"]
    for key in ("1", "2", "3", "100"):
        api.upload(f"/dictionaries/{dictionary}/entries", f"{key}.wav", sound.tone(600, 0.2), key=key)

    def number(source):
        return {"type": "number", "value": source, "mode": "digits", "language": "fr",
                "dictionaryId": dictionary}

    graph = {"startNodeId": "call", "nodes": [
        flows.node("call", "dial", {"timeout": 5000, "enableAMD": True}, onAnswer="balance"),
        flows.node("balance", "play", {"audioItems": [
            *flows.audio(campaigns.audio),
            number({"source": "customAttribute", "attributeName": "account_balance"}),
            number({"source": "contactField", "field": "zip"})]}, onComplete="ask"),
        flows.node("ask", "dtmf", {"mode": "multi_digit", "variable": "code", "timeout": 4000,
                                   "multiDigitConfig": {"minDigits": 3, "maxDigits": 3}},
                   onSuccess="check", onTimeout="end"),
        flows.node("check", "condition", {"condition": {"and": [
            {"left": {"source": "variable", "variableName": "code"}, "operator": "eq",
             "right": {"source": "contactField", "field": "zip"}},
            {"left": {"source": "customAttribute", "attributeName": "account_balance"},
             "operator": "lt", "right": 200}]}}, onTrue="tell", onFalse="end"),
        flows.node("tell", "play", {"audioItems": [
            number({"source": "variable", "variableName": "code"})]}, onComplete="yes"),
        flows.node("yes", "set_variable", {"variable": "right", "value": True}, onSuccess="end"),
        flows.node("end", "hangup")]}
    callee = callees.new(Behaviour(keys=((3.2, "1"), (3.7, "2"), (4.2, "3"))))
    campaigns.contacts([callee])
    api.post("/contact/upsert", {"data": [{"primaryPhone": callee, "zip": "123",
                                           "customAttributes": {"account_balance": 123}}]}, status=200)
    report = campaigns.run(callee, graph)
    flow = report["flowExecution"]
    assert [(it["nodeId"], it["outputPath"]) for it in flow["executionPath"]] == [
        ("call", "onAnswer"), ("balance", "onComplete"), ("ask", "onSuccess"), ("check", "onTrue"),
        ("tell", "onComplete"), ("yes", "onSuccess"), ("end", None)], flow
    assert flow["finalVariables"]["code"] == "123" and flow["finalVariables"]["right"] is True


# "Why didn't my call go through? outcome: no_answer, busy, rejected, failed (check outcomeReason)",
# "What statuses can a call have?", and "What triggers a retry?": the table by outcome.
@pytest.mark.parametrize("outcome, behaviour, attempts", [
    ("completed", Behaviour(), 1),
    ("user_hangup", Behaviour(hang_up_after=0.3), 1),
    ("no_answer", RINGS_OUT, 2),
    ("busy", Behaviour(code=486), 2),
    ("rejected", Behaviour(code=603), 2),
    ("failed", Behaviour(code=500), 2)])
def test_the_retry_table(campaigns, callees, peer, outcome, behaviour, attempts):
    number = callees.new(behaviour)
    report = campaigns.run(number, flows.plays(campaigns.audio, timeout=1500), retryStrategy={
        "type": "fixed_delay", "delayMinutes": 0.01, "maxRetries": 1})
    assert [it["outcome"] for it in report["attempts"]] == [outcome] * attempts
    assert len(peer.seen(number)) == attempts
    if outcome == "failed":
        assert report["outcomeReason"] == "sip_500_server_internal_error"


# "voicemail - Retry (configurable)": retryOn chooses the outcomes.
def test_the_outcomes_that_are_tried_again_are_chosen(campaigns, callees, peer):
    number = callees.new(Behaviour(code=486))
    campaigns.run(number, retryStrategy={"type": "fixed_delay", "delayMinutes": 0.01, "maxRetries": 2,
                                         "retryOn": ["no_answer"]})
    assert len(peer.seen(number)) == 1


# "none: No retries (1 attempt total). fixed_delay: Up to maxRetries additional attempts. scheduled:
# Number of dates in retryDates array. Example with 3 retries (4 total attempts)."
@pytest.mark.parametrize("strategy, attempts", [
    ({"type": "none"}, 1),
    ({"type": "fixed_delay", "delayMinutes": 0.01, "maxRetries": 3}, 4)])
def test_how_many_times_a_call_is_retried(campaigns, callees, peer, strategy, attempts):
    number = callees.new(Behaviour(code=486))
    campaigns.run(number, retryStrategy=strategy)
    assert len(peer.seen(number)) == attempts


# "Can I retry at specific times? Each date is an ISO 8601 timestamp for when the retry should occur."
def test_retries_at_the_dates_given(campaigns, callees, peer):
    number = callees.new(Behaviour(code=486))
    begun = time.monotonic()
    dates = [3, 6]
    report = campaigns.run(number, retryStrategy={"type": "scheduled",
                                                  "retryDates": [in_seconds(it) for it in dates]})
    assert [it["outcome"] for it in report["attempts"]] == ["busy"] * 3
    starts = [call.first_at - begun for call in peer.seen(number)][1:]
    assert all(due <= at < due + 2.5 for due, at in zip(dates, starts)), starts


# "The dial timeout determines how long to wait for an answer. Default is 30 seconds (30000ms)."
def test_the_dial_timeout(campaigns, callees, peer):
    number = callees.new(RINGS_OUT)
    report = campaigns.run(number, flows.hangs_up(2000))
    assert report["outcome"] == "no_answer"
    call = report["attempts"][0]["call"]
    begun, over = (datetime.datetime.fromisoformat(call[it].replace("Z", "+00:00"))
                   for it in ("dialedAt", "terminatedAt"))
    assert 1.9 <= (over - begun).total_seconds() < 4


# "Can I schedule calls for a specific time? Set startAt. The program won't start calling until the
# scheduled time." "startAt is in the future - Or already passed if you want immediate start."
def test_a_start_in_the_future_is_waited_for(api, campaigns, callees, peer):
    number = callees.new()
    begun = time.monotonic()
    execution = campaigns.launch([number], startAt=in_seconds(4))
    waiting = campaigns.look(execution)
    assert waiting["status"] == "scheduled" and waiting["contactsPending"] == 1
    assert waiting["scheduledStartAt"]
    campaigns.finish(execution)
    call, = peer.seen(number)
    assert 3.8 <= call.first_at - begun < 8
    past = callees.new()
    campaigns.finish(campaigns.launch([past], startAt="2025-01-15T10:30:00Z"))
    assert len(peer.seen(past)) == 1


# stopAt, ours: at the second the rest is not called.
def test_at_its_stop_the_rest_is_not_called(api, campaigns, callees):
    numbers = [callees.new(Behaviour(after=1.0)) for _ in range(10)]
    execution = campaigns.launch(numbers, flows.plays(campaigns.audio), maxConcurrentCalls=1,
                                 stopAt=in_seconds(5))
    done = campaigns.until(execution, lambda it: it["status"] == "stopped"
                           and it["contactsInProgress"] == 0, 20, "the execution stops")
    assert done["contactsSkipped"] >= 5 and done["contactsPending"] == 0
    reasons = {it["outcomeReason"] for it in campaigns.settled_reports(execution, 10)
               if it["status"] == "failed"}
    assert reasons == {"skipped_stopped"}


# "How do I stop a running campaign? Pause (can resume later), Cancel (permanent)"; "The execution
# status changes to paused and no new contacts are pulled until resumed"; "Pending contacts: Wait until
# you resume with PATCH /program-executions/:id/resume"; "In-progress calls: Continue until they
# complete". curl sends no body and no Content-Type here.
def test_pause_resume_and_cancel_as_the_faq_shows_them(curl, campaigns, callees, peer):
    numbers = [callees.new(Behaviour(after=0.5)) for _ in range(6)]
    execution = campaigns.launch(numbers, flows.plays(campaigns.audio), maxConcurrentCalls=1)
    peer.wait_for(lambda: any(map(peer.seen, numbers)), 10, "a call begins")
    paused = curl("PATCH", f"/program-executions/{execution}/pause")
    assert (paused.status, paused.body["status"]) == (200, "paused")
    still = campaigns.until(execution, lambda it: it["contactsInProgress"] == 0, 10, "the call ends")
    assert still["contactsCompleted"] >= 1 and still["contactsPending"] >= 4
    dialled = sum(len(peer.seen(number)) for number in numbers)
    assert curl("PATCH", f"/program-executions/{execution}/resume").body["status"] == "running"
    campaigns.until(execution, lambda it: it["contactsCompleted"] > still["contactsCompleted"], 20,
                    "it goes on")
    assert sum(len(peer.seen(number)) for number in numbers) > dialled
    cancelled = curl("PATCH", f"/program-executions/{execution}/cancel")
    assert (cancelled.status, cancelled.body["status"]) == (200, "cancelled")
    done = campaigns.until(execution, lambda it: it["contactsInProgress"] == 0, 10, "the last ends")
    assert done["contactsPending"] == 0 and done["contactsSkipped"] >= 1


def window_until(seconds):
    """A weekly window of Casablanca's clock that is open now and ends at a minute's turn, at the
    earliest after so many seconds; and that moment."""
    now = datetime.datetime.now(datetime.timezone.utc)
    end = now + datetime.timedelta(seconds=seconds + 60)
    end = end.replace(second=0, microsecond=0)
    start = now - datetime.timedelta(hours=1)
    local_start, local_end = start.astimezone(CASABLANCA), end.astimezone(CASABLANCA)

    def clock(at):
        return {"hour": at.hour, "minute": at.minute}

    return {DAYS[local_start.weekday()]: [{"startAt": clock(local_start), "endAt": clock(local_end)}]}, end


# "During a pause window, the system stops pulling new contacts." "New contacts: Not pulled from the
# queue until pause ends." "Can I set different pause windows per day? Configure each weekday." "Pause
# windows use the program's timezone setting."
def test_in_a_weekly_pause_window_no_call_starts(api, campaigns, callees, peer):
    number = callees.new()
    windows, end = window_until(2)
    execution = campaigns.launch([number], timezone="Africa/Casablanca", pauseWindows=windows)
    waiting = campaigns.until(execution, lambda it: it["waitingFor"], 10, "it says what it waits for")
    assert waiting["waitingFor"]["reason"] == "window"
    assert waiting["waitingFor"]["until"] == end.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert not peer.seen(number)
    campaigns.finish(execution, seconds=90)
    report, = campaigns.settled_reports(execution, 1)
    dialed = datetime.datetime.fromisoformat(
        report["attempts"][0]["call"]["dialedAt"].replace("Z", "+00:00"))
    assert end <= dialed < end + datetime.timedelta(seconds=5)


# "Can I add holidays as pause days? Use advanced pause windows for specific dates." "Do retries respect
# pause windows? Yes. It waits until the pause window ends before attempting the call." "In-progress
# calls: Complete normally."
def test_a_retry_waits_for_the_end_of_a_dated_window(api, campaigns, callees, peer):
    number = callees.new(Behaviour(code=486, after=2.5))
    begun = time.monotonic()
    report = campaigns.run(number, seconds=40,
                           pauseWindows={"advanced": [{"startAt": in_seconds(2), "endAt": in_seconds(8)}]},
                           retryStrategy={"type": "fixed_delay", "delayMinutes": 0.01, "maxRetries": 1})
    assert [it["outcome"] for it in report["attempts"]] == ["busy", "busy"]
    first, second = (call.first_at - begun for call in peer.seen(number))
    assert first < 2 and 7.8 <= second < 12, (first, second)


# "Calls show "error" but no details": "outcomeReason for error description,
# flowExecution.executionPath for which node failed, events array for detailed timeline"; "The
# outputPath shows which branch was taken, including error paths." "Use the Call Report API: GET
# /call-report/:jobId. Job status, all attempts with outcomes, flow execution path, event timeline."
def test_the_call_report_of_the_faq(curl, campaigns, callees):
    job = campaigns.run(callees.new(), flows.plays(campaigns.audio))["jobId"]
    answer = curl("GET", f"/call-report/{job}")
    assert answer.status == 200
    report = answer.body
    assert report["status"] == "completed" and report["outcome"] == "completed"
    assert [it["outputPath"] for it in report["flowExecution"]["executionPath"]] == \
        ["onAnswer", "onComplete", None]
    assert {"dial", "answer", "play", "hangup"} <= {it["type"] for it in report["events"]}
    # "Can I export call reports? ... custom exports using the data": ours, one file.
    contact = report["contactId"]
    lines = curl("GET", f"/call-report/export?format=ndjson&contactId={contact}").body.splitlines()
    assert [json.loads(line)["jobId"] for line in lines] == [job]
    assert [it["jobId"] for it in curl("GET", f"/contact/{contact}/calls").body["data"]] == [job]


# "My program won't start": AudienceEmptyError, ExecutionAlreadyRunningError, "Program status is active -
# Not draft or archived"; and what else a launch can refuse.
def test_the_named_launch_errors(api, campaigns, callees):
    def refused(program, status, error):
        answer = api.ask("POST", f"/programs/{program['id']}/launch")
        assert (answer.status_code, answer.json()["error"]) == (status, error), answer.text

    refused(campaigns.program([]), 400, "AudienceEmptyError")
    for status in ("draft", "archived"):
        refused(campaigns.program([callees.new()], status=status), 409, "ProgramStatusConflictError")
    running = campaigns.program([callees.new(RINGS_OUT)], flows.hangs_up(3000))
    api.post(f"/programs/{running['id']}/launch")
    refused(running, 400, "ExecutionAlreadyRunningError")
    program = campaigns.program([callees.new()])
    api.delete(f"/audience/{program['audienceId']}")
    refused(program, 404, "AudienceNotFoundError")
    program = campaigns.program([callees.new()])
    api.delete(f"/flows/{program['flowId']}")
    refused(program, 404, "FlowNotFoundError")
    refused(campaigns.program([callees.new()], {"startNodeId": "end", "nodes": [
        flows.node("end", "hangup")]}), 400, "FlowInvalidError")
    answer = api.ask("POST", "/programs", json={"name": "None", "flowId": program["flowId"],
                                                "audienceId": program["audienceId"], "didPool": []})
    assert answer.json()["error"] in ("EmptyDidPoolError", "FlowNotFoundError")


# "Flow execution stops unexpectedly": missing output connections, no default fallback, invalid variable
# reference, audio file not found: "Use POST /flows/validate to catch issues before launching."
def test_validate_catches_the_common_causes(api, campaigns):
    graph = {"startNodeId": "call", "nodes": [
        flows.node("call", "dial", onAnswer="say"),
        flows.node("say", "play", {"audioItems": [
            *flows.audio(UNKNOWN), {"type": "number", "mode": "full", "language": "fr",
                                    "value": {"source": "variable", "variableName": "never_set"}}]})]}
    answer = api.post("/flows/validate", graph, status=200)
    assert "unknown_audio" in {it["code"] for it in answer["errors"]}
    warnings = {it["code"] for it in answer["warnings"]}
    assert "output_without_way_on" in warnings
    assert any("variable" in code for code in warnings), warnings


# "Respect do-not-call lists - Remove contacts who opt out."
def test_a_number_on_the_do_not_call_list_is_not_called(api, campaigns, callees, peer):
    number = callees.new()
    program = campaigns.program([number])
    spelling = "0" + number[4:]
    assert api.post("/do-not-call", {"numbers": [spelling], "reason": "asked"}, status=200)["added"] == 1
    execution = api.post(f"/programs/{program['id']}/launch")["executionId"]
    done = campaigns.finish(execution)
    assert (done["contactsSkipped"], peer.seen(number)) == (1, [])
    report, = campaigns.settled_reports(execution, 1)
    assert report["outcomeReason"] == "skipped_do_not_call"
    kinds = [it["kind"] for it in api.get(f"/jobs/{report['jobId']}/trail")["entries"]]
    assert kinds[-1] == "skipped"


# "Provide opt-out - Include a DTMF option", "Identify yourself": what the graph lacks is a warning.
def test_a_flow_without_greeting_or_opt_out_is_warned_of(api):
    answer = api.post("/flows/validate", flows.hangs_up(), status=200)
    codes = {it["code"] for it in answer["warnings"]}
    assert answer["valid"] and any("greeting" in it for it in codes) and any("opt_out" in it for it in codes)


# "More numbers = more parallel calls": the calls are spread over the pool.
# "Monitor execution progress with GET /program-executions/:id to see contactsInProgress."
def test_the_pool_is_used_evenly(campaigns, callees, peer):
    numbers = [callees.new() for _ in range(20)]
    campaigns.finish(campaigns.launch(numbers))
    shown = [peer.seen(number)[0].from_ for number in numbers]
    assert max(map(shown.count, set(shown))) - min(map(shown.count, set(shown))) <= 1


# Call results go out as events, too: the outcome of each attempt, once.
def test_an_outcome_is_told_as_an_event(suite, campaigns, callees):
    report = campaigns.run(callees.new(Behaviour(code=486)))
    ended = [fact.what for fact in Facts(suite.kafka).all("hatif.execution-events.v1")
             if fact.kind == "attempt_ended" and fact.what.job_id == report["jobId"]]
    assert [it.attempt_id for it in ended] == [report["attempts"][0]["attemptId"]]


# Sentences without a test, and why:
# - "API keys are provisioned by the Gomobile team", "within 24 hours", "contact our team": the other
#   product's office hours; here an admin makes keys (tested).
# - "AMD ... Machine detected → Routes to onVoicemail", "Record", "Answer: inbound": the dialer's issue;
#   the graph with enableAMD is accepted and a person routes to onAnswer (tested).
# - "Retention periods depend on your organization's plan and settings": days are needed to see it act;
#   services/reporting tests it on rows of the past.
# - "cancelled: Call was cancelled before completion": a cancelled execution lets calls finish; the
#   outcome is told of calls that are hung up by request, which the programs' issue brings.
# - "Merge duplicates", "automatic segmentation", "Excel": not shown as requests; the contacts' issue.
# - Best hours, best days, batch sizes as advice: nothing to assert.
