"""Programs of mode live: each contact is called when a date of theirs falls due."""
import datetime
import json
import time
import uuid

import pytest

import flows
from waiting import eventually


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def in_seconds(seconds):
    return iso(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds))


@pytest.fixture(scope="module")
def attribute(api):
    made = api.post("/custom-attributes", {"displayName": f"Due {uuid.uuid4().hex[:8]}",
                                           "type": "date"})
    return made["name"]


def contact(api, number, attribute, due):
    answer = api.post("/contact/upsert", {"data": [{
        "primaryPhone": number, "customAttributes": {attribute: due}}]}, status=200)
    assert answer["failed"] == 0, answer
    return answer["results"][0]["id"]


def launch(campaigns, contacts, attribute, offset=0, **members):
    program = campaigns.program([], flows.hangs_up(), mode="live", triggerCondition={
        "attributeName": attribute, "offsetMinutes": offset}, **members)
    if contacts:
        add(campaigns, program, contacts)
    execution = campaigns.api.post(f"/programs/{program['id']}/launch")["executionId"]
    return execution, program


def add(campaigns, program, contacts):
    campaigns.api.post(f"/audience/{program['audienceId']}/add-contacts", {"contacts": contacts},
                       status=200)


def test_each_is_called_once_when_the_date_is_due_and_nobody_for_a_past_one(
        api, campaigns, callees, peer, attribute):
    past, soon, later = (callees.new() for _ in range(3))
    ids = [contact(api, past, attribute, in_seconds(-120)),
           contact(api, soon, attribute, in_seconds(5)),
           contact(api, later, attribute, in_seconds(3600))]
    execution, program = launch(campaigns, ids, attribute)
    assert campaigns.look(execution)["status"] == "running"
    campaigns.until(execution, lambda it: it["contactsCompleted"] == 1, 20, "one is called")
    added = callees.new()
    add(campaigns, program, [contact(api, added, attribute, in_seconds(3))])
    done = campaigns.until(execution, lambda it: it["contactsCompleted"] == 2, 20, "the other too")
    assert done["totalContacts"] == 2 and done["waitingFor"]["reason"] == "trigger"
    assert [len(peer.seen(number)) for number in (past, soon, later, added)] == [0, 1, 0, 1]
    assert api.patch(f"/program-executions/{execution}/cancel")["status"] == "cancelled"
    assert len(campaigns.settled_reports(execution, 2)) == 2


def test_a_new_date_is_a_new_call_and_an_offset_moves_it(api, campaigns, callees, peer, attribute):
    number = callees.new()
    ids = [contact(api, number, attribute, in_seconds(60 + 4))]
    execution, _ = launch(campaigns, ids, attribute, offset=-1)
    campaigns.until(execution, lambda it: it["contactsCompleted"] == 1, 20, "called a minute before")
    contact(api, number, attribute, in_seconds(60 + 4))
    campaigns.until(execution, lambda it: it["contactsCompleted"] == 2, 20, "called again")
    assert len(peer.seen(number)) == 2
    api.delete(f"/program-executions/{execution}")


def test_an_empty_audience_may_be_launched_and_stops_at_its_end(api, campaigns, attribute):
    execution, _ = launch(campaigns, [], attribute, stopAt=in_seconds(4))
    assert campaigns.look(execution)["totalContacts"] == 0
    campaigns.until(execution, lambda it: it["status"] == "stopped", 15, "it stops")


def test_what_changes_is_told_as_it_happens(suite, api, campaigns, callees):
    import requests

    execution = campaigns.launch([callees.new() for _ in range(4)], maxConcurrentCalls=2)
    seen = []
    with requests.get(f"{suite.url}/api/program-executions/{execution}/live", stream=True, timeout=30,
                      headers={"Authorization": f"Bearer {suite.api_key}"}) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith(b"data:"):
                seen.append(json.loads(line[5:]))
    assert seen[-1]["status"] == "completed" and seen[-1]["contactsCompleted"] == 4
    assert [it["contactsCompleted"] for it in seen] == \
        sorted(it["contactsCompleted"] for it in seen)
    for it in seen:
        assert it["totalContacts"] == sum(it[count] for count in (
            "contactsCompleted", "contactsFailed", "contactsPending", "contactsInProgress",
            "contactsSkipped"))
