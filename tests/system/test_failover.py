"""Several trunks: a call that one refuses leaves by another, and who asks for a pause has it."""
import uuid

import pytest

from callee import Behaviour
from uas import Uas
from waiting import eventually

FIRST, SECOND = ("127.0.0.1", 20461), ("127.0.0.1", 20462)
KNOWN_SECONDS = 3   # until workers know of a trunk, or the platform of its state
REST_SECONDS = 4


@pytest.fixture(scope="module")
def carriers():
    """Two peers besides the usual one; what the first answers is set by each test."""
    both = [Uas(*address).start() for address in (FIRST, SECOND)]
    yield both
    for peer in both:
        peer.stop()


@pytest.fixture
def trunks(admin, carriers):
    """A trunk to each of them, filled one after the other before the suite's own."""
    usual, = [it for it in admin.pages("/trunks") if it["port"] not in (FIRST[1], SECOND[1])]
    admin.put(f"/trunks/{usual['id']}", {"priority": 50})
    both = [admin.post("/trunks", {"name": f"Carrier {uuid.uuid4().hex[:8]}", "host": address[0],
                                   "port": address[1], "transport": "udp", "optionsEvery": 5,
                                   "priority": priority})
            for priority, address in ((1, FIRST), (2, SECOND))]
    for trunk in both:
        state_of(admin, trunk, lambda it: it["status"] == "up")
    yield both
    for trunk in both:
        eventually(lambda: admin.ask("DELETE", f"/trunks/{trunk['id']}").status_code == 204, 10,
                   "a trunk without calls can be deleted")
    admin.put(f"/trunks/{usual['id']}", {"priority": usual["priority"]})


def state_of(admin, trunk, holds):
    """The trunk, as soon as it is so."""
    def look():
        it = admin.get(f"/trunks/{trunk['id']}")
        return it if holds(it) else None

    return eventually(look, KNOWN_SECONDS, f"the state of {trunk['name']} is known")


def dials_of(report):
    return [it["data"] for it in report["events"] if it["type"] == "dial"]


def test_a_call_that_a_trunk_refuses_leaves_by_the_next_one(campaigns, callees, carriers, trunks):
    first, second = carriers
    first.behaviour = lambda number: Behaviour(code=503, provisional=None, after=0)
    second.behaviour = lambda number: Behaviour(after=0.1)
    number = callees.new()
    report = campaigns.run(number)
    assert report["outcome"] == "completed"
    attempt, = report["attempts"]
    refused, = first.seen(number)
    carried, = second.seen(number)
    assert refused.call_id == carried.call_id == f"{attempt['attemptId']}@hatif"
    assert refused.dials() == carried.dials() == 1
    began, went_on = dials_of(report)
    assert began["trunkId"] == trunks[0]["id"]
    assert went_on == {"trunkId": trunks[1]["id"], "fromTrunkId": trunks[0]["id"],
                       "sipCode": 503, "reason": "sip_503_service_unavailable"}


def test_a_trunk_that_asks_for_a_pause_rests(campaigns, callees, admin, carriers, trunks):
    first, second = carriers
    first.behaviour = lambda number: Behaviour(
        code=503, provisional=None, after=0, headers=(f"Retry-After: {REST_SECONDS}",))
    second.behaviour = lambda number: Behaviour(after=0.1)
    campaigns.run(callees.new())
    state_of(admin, trunks[0], lambda it: it["closedUntil"])
    first.behaviour = lambda number: Behaviour(after=0.1)
    during = callees.new()
    assert campaigns.run(during)["outcome"] == "completed"
    assert not first.seen(during) and second.seen(during), "nothing leaves by who rests"
    eventually(lambda: not admin.get(f"/trunks/{trunks[0]['id']}")["closedUntil"],
               REST_SECONDS + KNOWN_SECONDS, "the pause ends")
    later = callees.new()
    assert campaigns.run(later)["outcome"] == "completed"
    assert first.seen(later) and not second.seen(later)


def test_a_busy_callee_is_no_reason_for_another_trunk(campaigns, callees, carriers, trunks):
    first, second = carriers
    first.behaviour = lambda number: Behaviour(code=486, after=0.1)
    number = callees.new()
    assert campaigns.run(number)["outcome"] == "busy"
    assert first.seen(number) and not second.seen(number)
