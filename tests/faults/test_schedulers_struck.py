"""Three replicas of the scheduler in mid campaign: one is stopped for longer than a lease and goes on, one
is killed, one is killed and started again. No count changes, nobody is called twice."""
import collections
import signal
import time

import flows
from callee import Behaviour
from dialers import MoreDialer, OwnDialer
from facts import Facts
from parts import kill_service
from schedulers import MoreScheduler
from waiting import eventually

OWN = "127.0.0.1:20083"
CONTACTS, CALLS_PER_SECOND = 400, 10
STOP_SECONDS = 30

# What a callee does, and the only outcome that it may be told as.
ANSWERS = [(Behaviour(after=0.5), "completed"), (Behaviour(code=486), "busy"),
           (Behaviour(after=0.2, hang_up_after=0.8), "user_hangup"),
           (Behaviour(code=603, after=1.0), "rejected")]


def test_replicas_that_stop_or_die_change_no_count(suite, api, campaigns, callees, peer):
    frozen, killed = MoreScheduler(suite, 1), MoreScheduler(suite, 2)
    others = []
    try:
        frozen.until_ready(), killed.until_ready()
        with OwnDialer(suite, HATIF_SCHEDULER=f"{killed.address},{frozen.address},{OWN}"):
            others.append(MoreDialer(suite, 1, HATIF_SCHEDULER=f"{frozen.address},{OWN}"))
            others[0].until_ready()
            strike_them(suite, api, campaigns, callees, peer, frozen, killed)
    finally:
        for it in [*others, frozen, killed]:
            it.end()


def strike_them(suite, api, campaigns, callees, peer, frozen, killed):
    expected = {callees.new(ANSWERS[at % 4][0]): ANSWERS[at % 4][1] for at in range(CONTACTS)}
    execution = campaigns.launch(list(expected), flows.plays(campaigns.audio),
                                 callsPerSecond=CALLS_PER_SECOND, maxConcurrentCalls=60)
    campaigns.until(execution, lambda it: it["contactsCompleted"] >= 10, 30, "the campaign runs")
    frozen.signal(signal.SIGSTOP)
    killed.signal(signal.SIGKILL)
    until = time.monotonic() + STOP_SECONDS
    kill_service(suite, "hatif-program-scheduler")
    before = campaigns_go_on(api, execution)
    eventually(lambda: time.monotonic() > until, STOP_SECONDS + 5, "it stood still for so long")
    frozen.signal(signal.SIGCONT)

    done = eventually(lambda: over(api, execution), 120, "the execution completes by itself")
    assert before < CONTACTS
    assert done["outcomes"] == dict(collections.Counter(expected.values()))
    calls = [call for number in expected for call in peer.seen(number)]
    assert len(calls) == CONTACTS and all(call.dials() == 1 for call in calls)
    told = [fact.what for fact in Facts(suite.kafka).all("hatif.execution-events.v1")
            if fact.key == execution and fact.kind == "attempt_ended"]
    # A relay that dies repeats what it had not noted as sent: the same events, never others.
    assert {it.attempt_number for it in told} == {1}
    assert len({it.attempt_id for it in told}) == CONTACTS


def campaigns_go_on(api, execution):
    """While one replica stands still and one is gone, calls are made: how many were by then."""
    def ended():
        answer = api.ask("GET", f"/program-executions/{execution}")
        if not answer.ok:
            return None
        it = answer.json()
        return it["contactsCompleted"] + it["contactsFailed"]

    first = eventually(ended, 20, "the API answers again")
    eventually(lambda: (ended() or 0) >= first + 20, 25, "the campaign goes on")
    return first


def over(api, execution):
    answer = api.ask("GET", f"/program-executions/{execution}")
    if answer.status_code == 503:
        return None
    it = answer.json()
    assert sum(it[count] for count in (
        "contactsCompleted", "contactsFailed", "contactsPending", "contactsInProgress",
        "contactsSkipped")) == it["totalContacts"] == CONTACTS
    return it if it["status"] == "completed" else None
