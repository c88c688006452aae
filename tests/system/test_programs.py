"""Numbers, programs and what stands against a launch."""
import flows
from callee import Behaviour

UNKNOWN = "01920000-0000-7000-8000-000000000000"


def refusal(answer):
    return answer.status_code, answer.json()["error"]


def test_the_organization_has_its_two_numbers(api):
    dids = list(api.pages("/dids/available"))
    assert sorted(did["number"] for did in dids) == ["+212520000001", "+212520000002"]
    assert all(did["status"] == "active" for did in dids)


def test_numbers_are_made_and_given_with_the_platform_key_alone(api, admin, suite):
    body = {"number": "+212520000099", "country": "MA", "status": "inactive"}
    assert api.ask("POST", "/dids", json=body).status_code == 403
    made = admin.post("/dids", body)
    assert made["organizationId"] is None
    given = admin.post(f"/dids/{made['id']}/assign", {"organizationId": suite.org}, status=200)
    assert given["organizationId"] == suite.org
    assert made["id"] in [did["id"] for did in admin.pages("/dids")]
    assert made["id"] not in [did["id"] for did in api.pages("/dids/available")]
    assert refusal(admin.ask("POST", "/dids", json=body)) == (409, "DidAlreadyExistsError")
    assert [trunk["name"] for trunk in admin.pages("/trunks")] == ["local"]


def test_a_program_is_answered_whole(api, campaigns, callees):
    made = campaigns.program([callees.new()], description="Every spring", callsPerSecond=5,
                             retryStrategy={"type": "fixed-delay", "delayMinutes": 0.5,
                                            "maxRetries": 2})
    assert made["status"] == "active"
    assert made["timezone"] == "Africa/Casablanca"
    assert sorted(made["didPool"]) == ["+212520000001", "+212520000002"]
    assert made["retryStrategy"] == {"type": "fixed_delay", "delayMinutes": 0.5, "maxRetries": 2}
    assert (made["maxConcurrentCalls"], made["callsPerSecond"]) == (None, 5)
    assert api.get(f"/programs/{made['id']}") == made
    found = api.get("/programs", search=made["name"])["data"]
    assert [it["id"] for it in found] == [made["id"]]


def test_without_a_strategy_there_is_no_retry(campaigns, callees):
    assert campaigns.program([callees.new()])["retryStrategy"]["type"] == "none"


def test_a_program_needs_what_it_names(api, campaigns, callees):
    good = campaigns.program([callees.new()])
    body = {name: good[name] for name in ("name", "flowId", "audienceId", "didPool")}
    for member, value, status, error in [
            ("flowId", UNKNOWN, 404, "FlowNotFoundError"),
            ("audienceId", UNKNOWN, 404, "AudienceNotFoundError"),
            ("didPool", [], 400, "EmptyDidPoolError"),
            ("didPool", ["+33123456789"], 400, "DidNotAccessibleError"),
            ("didPool", [UNKNOWN], 400, "DidNotAccessibleError")]:
        assert refusal(api.ask("POST", "/programs", json={**body, member: value})) == \
            (status, error), member


def test_a_name_has_1_to_255_characters_and_a_strategy_of_none_says_nothing_else(
        api, campaigns, callees):
    made = campaigns.program([callees.new()], name="n" * 255,
                             retryStrategy={"type": "none", "delayMinutes": 5, "maxRetries": 3})
    assert made["retryStrategy"] == {"type": "none"}
    body = {name: made[name] for name in ("flowId", "audienceId", "didPool")}
    assert api.post("/programs", {**body, "name": "n"})["name"] == "n"


def test_an_empty_audience_is_not_called(api, campaigns):
    program = campaigns.program([])
    assert refusal(api.ask("POST", f"/programs/{program['id']}/launch", json={})) == \
        (400, "AudienceEmptyError")


def test_a_draft_is_not_launched(api, campaigns, callees):
    program = campaigns.program([callees.new()], status="draft")
    assert refusal(api.ask("POST", f"/programs/{program['id']}/launch", json={})) == \
        (409, "ProgramStatusConflictError")


def test_a_program_runs_once_at_a_time(api, campaigns, callees):
    program = campaigns.program([callees.new(Behaviour(code=None))], flows.hangs_up(3000))
    launch = f"/programs/{program['id']}/launch"
    execution = api.post(launch)["executionId"]
    assert refusal(api.ask("POST", launch, json={})) == (400, "ExecutionAlreadyRunningError")
    campaigns.finish(execution)
    again = api.post(launch)["executionId"]
    campaigns.finish(again)
    listed = api.get(f"/programs/{program['id']}/executions")
    assert [it["id"] for it in listed["data"]] == [again, execution]
    assert listed["meta"] == {"page": 1, "limit": 20, "total": 2, "totalPages": 1,
                              "hasNextPage": False, "hasPreviousPage": False, "nextCursor": None}
    assert (listed["data"][0]["scheduledStartAt"], listed["data"][0]["scheduledStopAt"],
            listed["data"][0]["autoPauseRules"]) == (listed["data"][0]["createdAt"], None, None)


def test_executions_are_listed_by_program_and_status(api, campaigns, callees):
    execution = campaigns.launch([callees.new()])
    done = campaigns.finish(execution)
    listed = api.get("/program-executions", programId=done["programId"])
    assert [it["id"] for it in listed] == [execution]
    assert api.get("/program-executions", programId=done["programId"], status="running") == []
    assert execution in [it["id"] for it in api.get("/program-executions", status="completed",
                                                    limit=100)]
