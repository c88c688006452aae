"""What a launch would do, asked before it; copies of programs; many launches at once."""
import concurrent.futures

import flows
import clocks


def test_a_preflight_tells_who_can_be_called_and_when(api, campaigns, callees):
    numbers = [callees.new() for _ in range(20)]
    program = campaigns.program(numbers, callsPerSecond=2)
    api.post("/do-not-call", {"numbers": numbers[3:5]}, status=200)
    invalid = api.post("/contact/upsert", {"data": [{"primaryPhone": "+212 63"}]},
                       status=200)["results"][0]["id"]
    api.post(f"/audience/{program['audienceId']}/add-contacts", {"contacts": [invalid]}, status=200)
    told = api.post(f"/programs/{program['id']}/preflight", status=200)
    assert told["totalContacts"] == told["callable"] + sum(told["skipped"].values())
    assert told["callable"] == 18
    assert told["skipped"] == {"skipped_do_not_call": 2, "skipped_invalid_phone": 1}
    assert told["blockers"] == [] and told["firstCallAt"]
    forecast = told["forecast"]
    assert forecast["finishP50"] <= forecast["finishP90"]
    assert "calls_per_second" in forecast["bindingLimit"], forecast
    assert sum(it["calls"] for it in forecast["callsByHour"]) == forecast["calls"] >= 18
    assert not api.get(f"/programs/{program['id']}/executions")["data"]


def test_it_tells_open_nights_and_what_stands_against_a_launch(api, campaigns):
    program = campaigns.program([], status="draft", callingHours=clocks.ALWAYS)
    told = api.post(f"/programs/{program['id']}/preflight", status=200)
    assert {"ProgramStatusConflictError", "AudienceEmptyError"} <= set(told["blockers"])
    assert told["firstCallAt"] is None and told["forecast"] is None


def test_nights_that_are_open_are_told_by_zone(api, campaigns, callees):
    told = api.post("/programs/{}/preflight".format(
        campaigns.program([callees.new()], callingHours=clocks.ALWAYS)["id"]), status=200)
    night, = told["openNights"]
    assert (night["timezone"], night["contacts"], night["hoursAWeek"]) == ("Africa/Casablanca", 1, 77)
    day = {name: [{"startAt": {"hour": 9}, "endAt": {"hour": 20}}] for name in clocks.DAYS}
    told = api.post("/programs/{}/preflight".format(
        campaigns.program([callees.new()], callingHours=day)["id"]), status=200)
    assert told["openNights"] == []


def test_a_copy_is_a_draft_with_the_same_words(api, campaigns, callees):
    made = campaigns.program([callees.new()], stickyDid=True, callingHours=clocks.ALWAYS,
                             failureBreaker={"rate": 0.5, "calls": 50},
                             retryStrategy={"type": "fixed_delay", "delayMinutes": 1,
                                            "maxRetries": 2, "byOutcome": {
                                                "no_answer": {"maxRetries": 1}}})
    copy = api.post(f"/programs/{made['id']}/clone")
    assert (copy["name"], copy["status"]) == (made["name"] + " (copy)", "draft")
    own = {"id", "name", "status", "createdAt", "updatedAt"}
    assert {name: it for name, it in copy.items() if name not in own} == \
        {name: it for name, it in made.items() if name not in own}


def test_fifty_launches_at_once_make_one_execution(api, campaigns, callees):
    program = campaigns.program([callees.new()], flows.hangs_up(4000))
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: api.ask(
            "POST", f"/programs/{program['id']}/launch", json={}), range(50)))
    assert sorted(it.status_code for it in answers) == [201] + [400] * 49
    assert {it.json()["error"] for it in answers if it.status_code == 400} == \
        {"ExecutionAlreadyRunningError"}
    executions = api.get(f"/programs/{program['id']}/executions")["data"]
    assert len(executions) == 1
    campaigns.finish(executions[0]["id"])
