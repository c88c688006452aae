"""The nodes that reach out of the call: other servers, other flows, the list of those who want no
call; and those that choose."""
import uuid

import pytest

import flows
from callee import Behaviour
from http_answers import HttpAnswers
from waiting import eventually

DIAL = flows.node("call", "dial", {"timeout": 5000, "enableAMD": False}, onAnswer="first")


@pytest.fixture(scope="module")
def server():
    server = HttpAnswers()
    yield server
    server.stop()


def graph(*nodes):
    """Dial, then these nodes; the first is "first"."""
    return {"startNodeId": "call", "nodes": [DIAL, *nodes, flows.node("end", "hangup")]}


def fails(id, reason):
    return flows.node(id, "hangup", {"outcome": "failed", "reason": reason})


def outputs(report):
    return [(it["nodeId"], it["outputPath"]) for it in report["flowExecution"]["executionPath"]]


def asks_server(server, path, **config):
    return flows.node("first", "http_request", {"url": server.url + path, **config},
                      onSuccess="end", branches={"404": "missing", "5xx": "broken"},
                      onError="error")


def asking(server, path, **config):
    return graph(asks_server(server, path, **config), fails("missing", "missing"),
                 fails("broken", "broken"), fails("error", "error"))


def test_an_answer_of_a_server_becomes_variables(campaigns, callees, server):
    server.answers["/balance"] = (200, {"account": {"balance": 120.5, "owner": "Amina"},
                                        "orders": [{"id": 7}]}, 0)
    mapped = [{"variable": "balance", "path": "/account/balance"},
              {"variable": "order", "path": "/orders/0/id"},
              {"variable": "nothing", "path": "/account/none"},
              {"variable": "owner", "path": "/account/owner", "secret": True}]
    number = callees.new()
    report = campaigns.run(number, graph(
        flows.node("first", "set_variable", {"variable": "who", "value": "a b&c"}, onSuccess="ask"),
        {**asks_server(server, "/balance?of={{who}}", method="POST", map=mapped, body={
            "phone": {"source": "system", "name": "sys.contactPhone"}, "kind": "reminder"}),
         "id": "ask"},
        fails("missing", "missing"), fails("broken", "broken"), fails("error", "error")))
    asked = server.asked[-1]
    assert (asked.method, asked.path) == ("POST", "/balance?of=a%20b%26c")
    assert asked.headers["Content-Type"].startswith("application/json")
    assert number.encode() in asked.body and b'"reminder"' in asked.body
    variables = report["flowExecution"]["finalVariables"]
    assert (variables["balance"], variables["order"]) == (120.5, 7)
    assert variables.get("nothing") is None
    assert "Amina" not in str(report), "a secret is shown nowhere"
    assert ("ask", "onSuccess") in outputs(report)


@pytest.mark.parametrize("path, answer, way", [
    ("/none", (404, {}, 0), "404"),
    ("/down", (503, b"<html>", 0), "5xx"),
    ("/odd", (418, {}, 0), "onError"),
    ("/slow", (200, {}, 5), "onError"),
])
def test_what_a_server_answers_chooses_the_way(campaigns, callees, server, path, answer, way):
    server.answers[path] = answer
    report = campaigns.run(callees.new(), asking(server, path, timeout=1000))
    assert outputs(report)[1] == ("first", way)


@pytest.mark.parametrize("url", ["http://10.255.0.1/", "http://169.254.169.254/latest/meta-data/",
                                 "http://127.0.0.1:1/"])
def test_what_cannot_or_may_not_be_reached_is_an_error_of_the_node(campaigns, callees, server, url):
    flow = asking(server, "/", timeout=2000)
    flow["nodes"][1]["config"]["url"] = url
    report = campaigns.run(callees.new(), flow)
    assert outputs(report)[1] == ("first", "onError")
    assert report["outcome"] == "failed"


def test_a_request_is_given_up_when_the_callee_hangs_up(campaigns, callees, server):
    server.answers["/patience"] = (200, {}, 20)
    before = server.broken_off
    report = campaigns.run(callees.new(Behaviour(hang_up_after=0.5)),
                           asking(server, "/patience", timeout=20_000))
    assert report["outcome"] == "user_hangup"
    eventually(lambda: server.broken_off > before, 3, "nobody waits for the answer any more")


def test_who_wants_no_calls_is_called_no_more(api, campaigns, callees, peer):
    leaves = flows.node("first", "opt_out", {}, onSuccess="end", onError="error")
    number = callees.new()
    report = campaigns.run(number, graph(leaves, fails("error", "error")))
    assert ("first", "onSuccess") in outputs(report)
    eventually(lambda: number in str(api.get("/do-not-call", search=number)), 10,
               "the number is on the list")
    execution = campaigns.launch([number, callees.new()])
    assert campaigns.finish(execution)["contactsSkipped"] == 1
    assert len(peer.seen(number)) == 1


def test_people_are_parted_by_weight_and_each_always_goes_the_same_way(campaigns, callees):
    names = ["a", "b"]
    parts = graph(
        flows.node("first", "split", {"branches": [{"name": "a", "weight": 3},
                                                   {"name": "b", "weight": 1}]},
                   branches={"a": "set a", "b": "set b"}),
        *[flows.node(f"set {it}", "set_variable", {"variable": "way", "value": it}, onSuccess="end")
          for it in names])
    numbers = [callees.new() for _ in range(60)]
    ways = []
    for _ in range(2):
        execution = campaigns.launch(numbers, parts)
        campaigns.finish(execution)
        ways.append({it["contactId"]: it["flowExecution"]["finalVariables"]["way"]
                     for it in campaigns.settled_reports(execution, 60)})
    assert ways[0] == ways[1]
    share = sum(it == "a" for it in ways[0].values()) / 60
    assert 0.5 < share < 0.95, share


def goes_to(flow_id):
    return graph(flows.node("first", "goto_flow", {"flowId": flow_id}))


def says(word):
    """A flow of its own that only remembers a word."""
    return graph(flows.node("first", "set_variable", {"variable": "word", "value": word},
                            onSuccess="end"))


def test_a_call_goes_on_in_another_flow_as_it_was_at_the_launch(api, campaigns, callees, peer):
    other = campaigns.flow(says("old"))
    numbers = [callees.new(Behaviour(after=0.3)) for _ in range(8)]
    execution = campaigns.launch(numbers, goes_to(other), maxConcurrentCalls=1)
    peer.wait_for(lambda: any(map(peer.seen, numbers)), 20, "the first call")
    api.put(f"/flows/{other}", {"name": f"Flow {uuid.uuid4()}", "graph": says("new")})
    campaigns.finish(execution)
    full = [it["flowExecution"] for it in campaigns.settled_reports(execution, 8)]
    assert {it["finalVariables"]["word"] for it in full} == {"old"}
    assert [it["nodeId"] for it in full[0]["executionPath"]] == \
        ["call", "first", f"{other}/call", f"{other}/first", f"{other}/end"]
    assert campaigns.run(callees.new(), goes_to(other))["flowExecution"]["finalVariables"] == \
        {"word": "new"}
    refused = api.ask("DELETE", f"/flows/{other}")
    assert refused.status_code == 409, refused.text


def test_flows_that_are_not_there_are_named(api):
    answer = api.post("/flows/validate", goes_to("01920000-0000-7000-8000-000000000000"),
                      status=200)
    assert [(it["code"], it["nodeId"]) for it in answer["errors"]] == [("unknown_flow", "first")]


def test_a_real_call_through_all_of_it_is_had_again(api, campaigns, callees, server):
    server.answers["/age"] = (200, {"age": 41, "pin": "2718"}, 0)
    other = campaigns.flow(says("there"))
    flow = graph(
        flows.node("first", "http_request", {"url": server.url + "/age", "map": [
            {"variable": "age", "path": "/age"},
            {"variable": "pin", "path": "/pin", "secret": True}]}, onSuccess="known",
            onError="end"),
        flows.node("known", "condition", {"condition": {
            "left": {"source": "variable", "variableName": "pin"}, "operator": "eq",
            "right": "2718"}}, onTrue="other", onFalse="end"),
        flows.node("other", "goto_flow", {"flowId": other}))
    report = campaigns.run(callees.new(), flow)
    assert report["flowExecution"]["finalVariables"]["word"] == "there"
    assert "2718" not in str(report)

    def replay():
        answer = api.ask("POST", "/flows/replay",
                         json={"jobId": report["jobId"], "attemptNumber": 1})
        return answer.json() if answer.status_code == 200 and answer.json()["complete"] else None

    again = eventually(replay, 10, "the events are there")
    assert again["samePath"] and again["difference"] is None, again


def nested(depth):
    condition = {"left": 1, "operator": "eq", "right": 1}
    text = '{"not":' * depth + str(condition).replace("'", '"') + "}" * depth
    return ('{"startNodeId":"call","nodes":[{"id":"call","type":"dial","outputs":{"onAnswer":"if"}},'
            '{"id":"if","type":"condition","config":{"condition":' + text + '}}]}')


@pytest.mark.parametrize("text, code", [
    (nested(10_000), "nested_too_deeply"),
    (nested(100), "nested_too_deeply"),
    ('{"startNodeId":"n0","nodes":[' + ",".join(
        f'{{"id":"n{at}","type":"hangup"}}' for at in range(10_000)) + "]}", "too_many_nodes"),
    ('{"startNodeId":"call","nodes":[{"id":"call","type":"dial","id":"x"}]}', "duplicate_member"),
], ids=["10,000 deep", "100 deep", "10,000 nodes", "a name twice"])
def test_graphs_beyond_all_measure_are_refused_with_their_reason(api, text, code):
    answer = api.ask("POST", "/flows/validate", data=text,
                     headers={"Content-Type": "application/json"})
    if answer.status_code == 200:
        assert code in [it["code"] for it in answer.json()["errors"]]
    else:  # refused as JSON, before it was read as a graph
        assert answer.status_code == 400, answer.text
    assert api.get("/flows", limit=1, page=1)["meta"], "all is still there"
