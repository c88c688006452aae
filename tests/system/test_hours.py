"""Nobody is called outside their hours: by their own clocks, by the organization's hours and holidays."""
import datetime

import pytest

import clocks
import flows
from client import Client


def contact(api, number, **members):
    answer = api.post("/contact/upsert", {"data": [{"primaryPhone": number, **members}]}, status=200)
    return answer["results"][0]["id"]


def launch(campaigns, contacts, **members):
    program = campaigns.program([], flows.hangs_up(), **members)
    campaigns.api.post(f"/audience/{program['audienceId']}/add-contacts",
                       {"contacts": contacts}, status=200)
    return campaigns.api.post(f"/programs/{program['id']}/launch")["executionId"]


def test_who_is_in_their_hours_is_called_and_who_is_not_waits_for_them(api, campaigns, callees, peer):
    noon, night = clocks.at_noon()
    awake, asleep = callees.new(), callees.new()
    ids = [contact(api, awake, timezone=noon), contact(api, asleep, timezone=night)]
    execution = launch(campaigns, ids, callingHours=clocks.around(noon))
    waiting = campaigns.until(execution, lambda it: it["contactsCompleted"] == 1 and it["waitingFor"],
                              20, "one is called, the other waits")
    assert waiting["contactsPending"] == 1
    assert waiting["waitingFor"]["reason"] in ("hours", "retry"), waiting["waitingFor"]
    opens = datetime.datetime.fromisoformat(waiting["waitingFor"]["until"].replace("Z", "+00:00"))
    local = opens.astimezone(clocks.zoneinfo.ZoneInfo(night))
    assert (local.hour, local.minute) == ((clocks.now_in(noon).hour - 2) % 24, 0)
    assert peer.seen(awake) and not peer.seen(asleep)
    api.patch(f"/program-executions/{execution}/cancel")


def test_the_trail_says_why_nobody_was_called(api, campaigns, callees):
    noon, night = clocks.at_noon()
    number = callees.new()
    execution = launch(campaigns, [contact(api, number, timezone=night)],
                       callingHours=clocks.around(noon))
    campaigns.until(execution, lambda it: it["waitingFor"]
                    and it["waitingFor"]["reason"] in ("hours", "retry"), 10, "it waits")
    api.patch(f"/program-executions/{execution}/cancel")
    report, = campaigns.settled_reports(execution, 1)
    entries = api.get(f"/jobs/{report['jobId']}/trail")["entries"]
    assert [it["kind"] for it in entries][-1] == "skipped", entries


def test_a_number_alone_tells_every_zone_that_it_may_lie_in(api, campaigns, peer):
    # A toll-free number of North America may lie anywhere from Newfoundland to Hawaii: two hours a day in
    # New York are at no moment two hours a day in all of these.
    number = "+18005550123"
    execution = launch(campaigns, [contact(api, number)],
                       callingHours=clocks.around("America/New_York", 1, 1))
    assert campaigns.finish(execution)["contactsSkipped"] == 1
    report, = campaigns.settled_reports(execution, 1)
    assert report["outcomeReason"] == "skipped_no_hours"
    assert not peer.seen(number)


def test_the_programs_clocks_count_where_it_says_so(api, campaigns, callees, peer):
    noon, night = clocks.at_noon()
    number = callees.new()
    hours = clocks.around(noon, zone="program")
    execution = launch(campaigns, [contact(api, number, timezone=night)], callingHours=hours,
                       timezone=noon)
    assert campaigns.finish(execution)["contactsCompleted"] == 1
    other = launch(campaigns, [contact(api, callees.new(), timezone=noon)], callingHours=hours,
                   timezone=night)
    waiting = campaigns.until(other, lambda it: it["waitingFor"], 10, "it waits")
    assert waiting["waitingFor"]["reason"] == "window"
    api.patch(f"/program-executions/{other}/cancel")


@pytest.fixture
def shop(suite, admin, organizations, callees):
    """An organization of its own, with a number to call from."""
    made = organizations.new()
    did = admin.post("/dids", {"number": callees.new(), "country": "MA", "status": "active"})
    admin.post(f"/dids/{did['id']}/assign", {"organizationId": made["id"]}, status=200)
    return Client(suite.url, made["apiKey"]["secret"])


def test_a_holiday_of_the_organization_holds_unless_the_program_says_otherwise(
        shop, callees, peer):
    from campaigns import Campaigns

    ours = Campaigns(shop)
    zone = clocks.at_noon()[0]
    today = clocks.now_in(zone).date()
    shop.put("/organization", {"holidays": [{"date": f"{today:%m-%d}", "name": "Ours"},
                                            {"date": "2031-01-11"}]})
    assert shop.get("/organization")["holidays"][0] == {"date": f"{today:%m-%d}", "name": "Ours"}
    number = callees.new()
    ids = [contact(shop, number, timezone=zone)]
    closed = launch(ours, ids)
    ours.until(closed, lambda it: it["waitingFor"], 10, "it waits for the holiday's end")
    assert not peer.seen(number)
    shop.patch(f"/program-executions/{closed}/cancel")
    assert ours.finish(launch(ours, ids, inheritHours=False))["contactsCompleted"] == 1


def test_a_number_is_dialled_as_often_as_the_organization_allows(shop, callees, peer):
    from campaigns import Campaigns

    ours = Campaigns(shop)
    shop.put("/organization", {"frequencyCap": {"maxCalls": 2, "perHours": 24}})
    number = callees.new()
    ids = [contact(shop, number)]
    for _ in range(2):
        assert ours.finish(launch(ours, ids))["contactsCompleted"] == 1
    third = launch(ours, ids)
    assert ours.finish(third)["contactsSkipped"] == 1
    report, = ours.settled_reports(third, 1)
    assert report["outcomeReason"] == "skipped_frequency_cap"
    assert len(peer.seen(number)) == 2


def test_hours_that_are_never_open_are_said_at_once(api, campaigns, callees, peer):
    number = callees.new()
    program = campaigns.program([number], pauseWindows=clocks.ALWAYS)
    assert [it["code"] for it in program["warnings"]] == ["windows_never_open"]
    execution = api.post(f"/programs/{program['id']}/launch")["executionId"]
    waiting = campaigns.until(execution, lambda it: it["waitingFor"], 5, "it waits")["waitingFor"]
    assert (waiting["reason"], waiting["until"]) == ("window", None)
    assert not peer.seen(number)
    api.patch(f"/program-executions/{execution}/cancel")


@pytest.mark.parametrize("members, path", [
    ({"callingHours": {"monday": [{"startAt": {"hour": 9}, "endAt": {"hour": 9}}]}},
     "callingHours.monday[0].endAt"),
    ({"callingHours": {"monday": [{"startAt": {"hour": 24}, "endAt": {"hour": 9}}]}},
     "callingHours.monday[0].startAt.hour"),
    ({"timezone": "Mars/Olympus"}, "timezone"),
    ({"startAt": "2031-01-02T00:00:00Z", "stopAt": "2031-01-01T00:00:00Z"}, "stopAt"),
    ({"mode": "batch", "triggerCondition": {"attributeName": "x"}}, "triggerCondition"),
    ({"mode": "live"}, "triggerCondition"),
    ({"failureBreaker": {"rate": 2, "calls": 10}}, "failureBreaker.rate"),
    ({"failureBreaker": {"rate": 0.5, "calls": 1}}, "failureBreaker.calls"),
    ({"autoPauseRules": [{"nodeId": "call", "threshold": 0}]}, "autoPauseRules[0].threshold"),
    ({"retryStrategy": {"type": "none", "byOutcome": {"busy": {"maxRetries": 1}}}},
     "retryStrategy.byOutcome"),
])
def test_wrong_members_are_refused_by_their_path(api, campaigns, callees, members, path):
    good = campaigns.program([callees.new()])
    body = {name: good[name] for name in ("name", "flowId", "audienceId", "didPool")}
    refused = api.ask("POST", "/programs", json={**body, **members})
    assert refused.status_code == 400, refused.text
    assert path in str(refused.json()), refused.text


def test_retry_dates_in_the_past_are_warned_of(campaigns, callees):
    program = campaigns.program([callees.new()], retryStrategy={
        "type": "scheduled", "retryDates": ["2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z"]})
    assert "retry_dates_past" in [it["code"] for it in program["warnings"]]
