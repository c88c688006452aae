"""The trunk moves, and is taken away, in mid campaign."""
import time

import pytest

import flows
import sound
from callee import Behaviour
from uas import Uas
from waiting import eventually

OTHER = ("127.0.0.1", 20461)
CONTACTS, CALLS_PER_SECOND = 80, 12
TALK_SECONDS = 3.0
KNOWN_SECONDS = 2  # after the change


@pytest.fixture
def elsewhere(callees):
    other = Uas(*OTHER, callees.behaviour_of).start()
    yield other
    other.stop()


def test_later_calls_take_the_new_way_and_live_ones_end_as_they_began(
        api, admin, campaigns, callees, peer, elsewhere):
    numbers = [callees.new(Behaviour()) for _ in range(CONTACTS)]
    talk = api.upload("/audio-management/upload", "talk.wav", sound.tone(300, TALK_SECONDS))["id"]
    first, = admin.get("/trunks")["data"]
    peer.forget()
    execution = campaigns.launch(numbers, flows.plays(talk), callsPerSecond=CALLS_PER_SECOND)

    peer.wait_for(lambda: len(peer.seen()) >= 15, 20, "calls are made")
    moved_at = time.monotonic()
    admin.put(f"/trunks/{first['id']}", {"port": OTHER[1]})
    elsewhere.wait_for(lambda: len(elsewhere.seen()) >= 15, 20, "calls are made elsewhere")
    assert all(call.first_at <= moved_at + KNOWN_SECONDS for call in peer.seen())
    begun_before = peer.seen()

    # Another trunk is preferred; when the first one is at rest it can go.
    second = admin.post("/trunks", {"name": "second", "host": "127.0.0.1",
                                    "port": peer.address[1], "optionsEvery": 0})
    refusal = admin.ask("DELETE", f"/trunks/{first['id']}")
    assert refusal.status_code == 409 and refusal.json()["error"] == "TrunkInUseError", refusal.text
    changed_at = time.monotonic()
    admin.put(f"/trunks/{first['id']}", {"priority": 1})
    eventually(lambda: admin.ask("DELETE", f"/trunks/{first['id']}").status_code == 204, 20,
               "the trunk can go when its calls have ended")
    assert all(call.bye_by for call in elsewhere.seen())
    assert all(call.first_at <= changed_at + KNOWN_SECONDS for call in elsewhere.seen())

    campaigns.finish(execution)
    reports = campaigns.settled_reports(execution, CONTACTS)
    assert {(it["outcome"], it["outcomeReason"]) for it in reports} == {("completed", None)}
    calls = peer.seen() + elsewhere.seen()
    assert len(calls) == CONTACTS == len({call.to for call in calls})
    assert all(call.bye_by == "platform" for call in calls)
    assert any(call.at["over"] > moved_at + KNOWN_SECONDS for call in begun_before)
    admin.put(f"/trunks/{second['id']}", {"name": "local"})
