"""Reports and statistics over REST, told against the execution and against each other."""
import csv
import io
import json

import pytest

import flows
from callee import Behaviour
from waiting import eventually


@pytest.fixture(scope="module")
def campaign(campaigns, callees):
    """One that presses 1, and one that is busy twice; its reports."""
    numbers = {"answered": callees.new(Behaviour(keys=((0.3, "1"),))),
               "busy": callees.new(Behaviour(code=486))}
    execution = campaigns.launch(list(numbers.values()), flows.asks(campaigns.audio),
                                 retryStrategy={"type": "fixed_delay", "delayMinutes": 0.01,
                                                "maxRetries": 1})
    done = campaigns.finish(execution)
    return {"id": execution, "execution": done, "numbers": numbers,
            "reports": campaigns.settled_reports(execution, 2)}


def settled(api, campaign):
    """The execution's report, once all of its calls' own events are in it."""
    def look():
        report = api.get(f"/program-executions/{campaign['id']}/report")
        return report if report["talkTime"]["calls"] == 1 and report["attempts"] == 3 else None

    return eventually(look, 5, "the report follows the calls")


def test_the_report_of_an_execution_at_rest_agrees_with_it(api, campaign):
    report, execution = settled(api, campaign), campaign["execution"]
    for count in ("totalContacts", "contactsCompleted", "contactsFailed", "contactsSkipped",
                  "outcomes", "connectionRate"):
        assert report[count] == execution[count], count
    assert report["contactsRemaining"] == 0
    assert report["attemptOutcomes"] == {"busy": 2, "completed": 1}
    assert report["attemptsAnswered"] == 1
    assert [it["attempts"] for it in report["reasons"] if it["outcome"] == "busy"] == [2]
    assert report["talkTime"]["totalMs"] == sum(
        attempt["call"]["durationMs"] or 0
        for it in campaign["reports"] for attempt in it["attempts"])
    assert report["firstCallAt"] <= report["lastCallAt"]
    assert api.get(f"/program-execution/{campaign['id']}/report") == report


def test_the_breakdown_tells_where_the_calls_went(api, campaign):
    report = settled(api, campaign)
    breakdown = api.get(f"/program-executions/{campaign['id']}/report/breakdown",
                        timezone="Africa/Casablanca")
    assert [it["attempts"] for it in breakdown["byAttemptNumber"]] == [2, 1]
    for part in ("byAttemptNumber", "byHour", "byNumber"):
        assert sum(it["attempts"] for it in breakdown[part]) == report["attempts"], part
    for node in breakdown["byNode"]:
        assert node["entered"] == node["ended"] + sum(it["calls"] for it in node["outputs"])
    assert [(it["branch"], it["calls"]) for it in breakdown["byBranch"]] == [("1", 1)]
    wrong = api.ask("GET", f"/program-executions/{campaign['id']}/report/breakdown",
                    params={"timezone": "Nowhere/Never"})
    assert wrong.status_code == 400 and "timezone" in wrong.json()["fieldErrors"]


@pytest.mark.parametrize("path", ["report", "report/breakdown", "report/calls"])
def test_an_execution_that_is_not_there_has_no_report(api, path):
    answer = api.ask("GET", f"/program-executions/0192f3a4-0000-7000-8000-000000000000/{path}")
    assert (answer.status_code, answer.json()["error"]) == (404, "ExecutionNotFoundError")


def test_the_top_of_a_report_is_its_last_attempt(campaign):
    for report in campaign["reports"]:
        last = report["attempts"][-1]
        for member in ("outcome", "outcomeReason", "flowExecution", "events"):
            assert report[member] == last[member], member
        assert report["nextAttemptAt"] is None
        assert last["recordings"] == []


def test_reports_are_listed_by_what_is_asked_for(api, campaign):
    def jobs(**filters):
        return {it["jobId"] for it in api.pages("/call-report", **filters)}

    ours = {it["jobId"] for it in campaign["reports"]}
    busy = {it["jobId"] for it in campaign["reports"] if it["outcome"] == "busy"}
    assert jobs(executionId=campaign["id"]) == ours
    assert jobs(executionId=campaign["id"], outcome="busy") == busy
    assert jobs(executionId=campaign["id"], status="failed") == busy
    assert jobs(executionId=campaign["id"], search=campaign["numbers"]["busy"]) == busy
    first = min(it["createdAt"] for it in campaign["reports"])
    assert jobs(executionId=campaign["id"], to=first) == set()
    assert jobs(programId=campaign["execution"]["programId"], **{"from": first}) == ours
    page = api.get("/call-report", limit=1)
    assert page["meta"]["nextCursor"] and len(page["data"]) == 1


def test_the_calls_of_a_contact(api, campaign):
    report = campaign["reports"][0]
    found = api.get(f"/contact/{report['contactId']}/calls")
    assert [it["jobId"] for it in found["data"]] == [report["jobId"]]
    unknown = api.ask("GET", "/contact/0192f3a4-0000-7000-8000-000000000000/calls")
    assert (unknown.status_code, unknown.json()["error"]) == (404, "ContactNotFoundError")


def test_an_export_says_what_the_list_says(api, campaign):
    lines = api.ask("GET", "/call-report/export",
                    params={"format": "ndjson", "executionId": campaign["id"]})
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    assert sorted((json.loads(line) for line in lines.text.splitlines()),
                  key=lambda it: it["jobId"]) == sorted(campaign["reports"],
                                                        key=lambda it: it["jobId"])
    table = api.ask("GET", "/call-report/export", params={"executionId": campaign["id"]})
    assert table.headers["content-type"].startswith("text/csv")
    rows = {row["jobId"]: row for row in csv.DictReader(io.StringIO(table.text))}
    for report in campaign["reports"]:
        assert rows[report["jobId"]]["outcome"] == report["outcome"]
        assert rows[report["jobId"]]["attempts"] == str(len(report["attempts"]))
