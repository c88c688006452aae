"""Flows tried without a phone, and real calls had again from their events."""
import pytest

import flows
from callee import Behaviour
from waiting import eventually

UNKNOWN = "01920000-0000-7000-8000-000000000000"


def path_of(call):
    return [(it["nodeId"], it["output"]) for it in call["executionPath"]]


def refused(api, path, body):
    answer = api.ask("POST", path, json=body)
    problem = answer.json()
    return answer.status_code, problem["error"], list(problem.get("fieldErrors", {}))


def test_a_flow_is_tried_with_what_would_be_heard(api, campaigns):
    answer = api.post("/flows/simulate", {
        "graph": flows.asks(campaigns.audio), "script": ["answer", {"dtmf": "1"}]}, status=200)
    call, = answer["scenarios"]
    assert path_of(call) == [("call", "onAnswer"), ("ask", "onComplete"), ("choice", "1"),
                             ("yes", "onSuccess"), ("thanks", "onComplete"), ("end", None)]
    assert call["outcome"] == "completed" and call["answered"]
    assert call["variables"] == {"answer": "yes", "key": "1"}
    title = api.get(f"/audio-management/{campaigns.audio}")["title"]
    assert [(it["nodeId"], it["text"]) for it in call["heard"]] == \
        [("ask", title), ("thanks", title)]
    assert abs(call["heard"][0]["durationMs"] - 1000) < 20
    assert answer["coverage"]["nodesNeverEntered"] == ["no"]
    assert {"nodeId": "choice", "output": "2"} in answer["coverage"]["outputsNeverTaken"]


def test_many_calls_show_what_none_of_them_came_to(api, campaigns):
    flow = campaigns.flow(flows.asks(campaigns.audio))
    answer = api.post("/flows/simulate", {"flowId": flow, "scenarios": [
        {"name": "busy", "script": ["busy"]},
        {"name": "in the prompt", "script": ["answer", {"dtmf": "2", "after": 300}]},
        {"name": "silent", "script": ["answer", "silence", "silence"]},
        {"name": "hangs up", "script": ["answer", {"hangup": True, "in": "ask", "after": 200}]},
        ["answer", {"dtmf": "1"}]]}, status=200)
    outcomes = [call["outcome"] for call in answer["scenarios"]]
    assert outcomes == ["busy", "completed", "completed", "user_hangup", "completed"]
    assert answer["scenarios"][1]["heard"][0]["interrupted"]
    assert answer["coverage"]["nodesNeverEntered"] == []
    assert answer["coverage"]["outputsNeverTaken"] == []


@pytest.mark.parametrize("members, error, path", [
    ({}, "ValidationError", "script"),
    ({"script": ["dance"]}, "ValidationError", "script[0]"),
    ({"script": ["silence"] * 201}, "ValidationError", "script"),
    ({"scenarios": [[]] * 1001}, "ValidationError", "scenarios"),
    ({"script": [], "contact": {"contactId": UNKNOWN}}, "ContactNotFoundError", None),
    ({"script": [], "graph": None, "flowId": UNKNOWN}, "FlowNotFoundError", None),
    ({"script": [], "graph": {"startNodeId": "x", "nodes": []}}, "FlowInvalidError", None),
])
def test_what_cannot_be_tried_is_refused(api, members, error, path):
    body = {"graph": flows.hangs_up(), **members}
    if body["graph"] is None:
        del body["graph"]
    status, name, paths = refused(api, "/flows/simulate", body)
    assert (name, status) == (error, 404 if error.endswith("NotFoundError") else 400)
    if path:
        assert paths == [path]


def test_a_real_call_is_had_again_to_the_byte(api, campaigns, callees):
    graph = flows.asks(campaigns.audio, key_timeout=1500)
    execution = campaigns.launch([callees.new(Behaviour(keys=((0.3, "2"),)))], graph)
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    wanted = {"jobId": report["jobId"], "attemptNumber": 1}

    def replay():
        answer = api.ask("POST", "/flows/replay", json=wanted)
        return answer.json() if answer.status_code == 200 and answer.json()["complete"] else None

    again = eventually(replay, 5, "the call's last event has come")
    assert again["identical"] and again["samePath"], again
    assert again["outcome"] == "completed" and again["difference"] is None
    assert ("no", "onSuccess") in path_of(again)

    only_one = flows.asks(campaigns.audio, key_timeout=1500)
    only_one["nodes"][2]["config"]["singleDigitConfig"]["allowedDigits"] = "1"
    del only_one["nodes"][2]["outputs"]["branches"]["2"]
    draft = api.post("/flows/replay", {**wanted, "graph": only_one}, status=200)
    assert not draft["samePath"]
    assert draft["parting"]["event"] == "key_pressed"
    assert refused(api, "/flows/replay", {**wanted, "attemptNumber": 9})[1] == \
        "AttemptNotFoundError"
    assert refused(api, "/flows/replay", {**wanted, "jobId": UNKNOWN})[1] == "JobNotFoundError"
