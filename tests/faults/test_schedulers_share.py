"""Three replicas of the scheduler and one worker that is full: organizations get calls by their shares,
numbers are taken in turn, whichever replica gives the lease."""
import collections

import flows
from callee import Behaviour
from campaigns import Campaigns
from client import Client
from dialers import OwnDialer
from schedulers import MoreScheduler

OWN = "127.0.0.1:20083"
ROOM = 24           # live calls of the worker
SHARES = {"greater": 30, "smaller": 10}
CONTACTS = {"greater": 240, "smaller": 160}
LOOKED_AT = 210     # calls, while both still have people waiting
NUMBERS = 4


def test_shares_and_rotation_hold_over_all_replicas(suite, admin, organizations, callees, peer):
    replicas = [MoreScheduler(suite, number) for number in (1, 2)]
    try:
        for it in replicas:
            it.until_ready()
        addresses = ",".join([OWN, *(it.address for it in replicas)])
        with OwnDialer(suite, HATIF_SCHEDULER=addresses, HATIF_MAX_CALLS=str(ROOM)):
            share_them(suite, admin, organizations, callees, peer)
    finally:
        for it in replicas:
            it.end()


def share_them(suite, admin, organizations, callees, peer):
    running, called = {}, {}
    for name, share in SHARES.items():
        made = organizations.new(callShare=share, maxConcurrentCalls=200)
        for _ in range(NUMBERS):
            did = admin.post("/dids", {"number": callees.new(), "country": "MA", "status": "active"})
            admin.post(f"/dids/{did['id']}/assign", {"organizationId": made["id"]}, status=200)
        ours = Campaigns(Client(suite.url, made["apiKey"]["secret"]))
        called[name] = [callees.new(Behaviour()) for _ in range(CONTACTS[name])]
        running[name] = ours, ours.program(
            called[name], flows.plays(ours.audio), maxConcurrentCalls=200)
    executions = {name: (ours, ours.api.post(f"/programs/{program['id']}/launch")["executionId"])
                  for name, (ours, program) in running.items()}
    for ours, execution in executions.values():
        ours.finish(execution, 120)

    calls = {name: [call for number in numbers for call in peer.seen(number)]
             for name, numbers in called.items()}
    in_order = sorted((call.first_at, name) for name, all_of_it in calls.items()
                      for call in all_of_it)
    # Who came first has the room until its first calls end.
    counted = collections.Counter(name for _, name in in_order[2 * ROOM:LOOKED_AT])
    share = counted["greater"] / counted.total()
    assert abs(share - 0.75) <= 0.075, f"{share:.2f} of the calls, where 0.75 is its share"
    for name, all_of_it in calls.items():
        assert len(all_of_it) == CONTACTS[name], "nobody is called twice"
        by_number = collections.Counter(call.from_ for call in all_of_it)
        fair = CONTACTS[name] / NUMBERS
        assert len(by_number) == NUMBERS
        assert all(abs(it - fair) <= 0.05 * fair + 1 for it in by_number.values()), by_number
