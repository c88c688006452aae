"""The dialer is killed in mid campaign, at random, three times: nobody is dialled twice, nobody is
forgotten, and the balance holds at every look."""
import os
import random
import signal
import time

import flows
import sound
from callee import Behaviour
from facts import Facts
from waiting import eventually

CONTACTS = 240
CALLS_PER_SECOND = 12
KILLS = 3
LOST_WITHIN_SECONDS = 30

ANSWERS = [Behaviour(after=1.0), Behaviour(after=0.2, keys=((0.5, "1"),)), Behaviour(code=486),
           Behaviour(hang_up_after=1.0), Behaviour(code=None), Behaviour(code=603, after=1.0)]


def test_a_killed_dialer_dials_no_one_twice_and_loses_no_one(suite, api, campaigns, callees, peer):
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    numbers = [callees.new(ANSWERS[at % len(ANSWERS)]) for at in range(CONTACTS)]
    talk = api.upload("/audio-management/upload", "talk.wav", sound.tone(300, 2.5))["id"]
    peer.forget()
    execution = campaigns.launch(numbers, flows.asks(talk, timeout=2500),
                                 callsPerSecond=CALLS_PER_SECOND)

    kills = []
    for _ in range(KILLS):
        wait_for_some_calls(campaigns, execution, dice.randint(15, 45))
        kills.append(kill_dialer(suite))
    done = campaigns.until(execution, lambda it: it["status"] == "completed", 180,
                           "the execution completes")

    assert done["contactsCompleted"] + done["contactsFailed"] == CONTACTS
    assert no_one_was_dialled_twice(peer, numbers)
    lost = [fact.what for fact in Facts(suite.kafka).all("hatif.execution-events.v1")
            if fact.key == execution and fact.kind == "attempt_ended"
            and fact.what.outcome_reason == "worker_lost"]
    assert lost, "calls were in progress when the dialer was killed"
    for attempt in lost:
        assert any(0 <= attempt.ended_at.ToSeconds() - kill <= LOST_WITHIN_SECONDS
                   for kill in kills), attempt
    told = [it for it in campaigns.settled_reports(execution, CONTACTS)
            if it["outcomeReason"] == "worker_lost"]
    assert len(told) == len(lost)
    assert {it["outcome"] for it in told} == {"failed"}


def wait_for_some_calls(campaigns, execution, count):
    """Until so many more contacts are done, or in progress, than now: the next moment to strike."""
    def begun(it):
        return it["totalContacts"] - it["contactsPending"]

    start = begun(campaigns.look(execution))
    campaigns.until(execution, lambda it: begun(it) >= min(start + count, CONTACTS - 5)
                    and it["contactsInProgress"] > 0, 60, "the campaign goes on")


def kill_dialer(suite):
    pid = suite.pid("hatif-dialer")
    os.kill(pid, signal.SIGKILL)
    killed_at = int(time.time())
    eventually(lambda: suite.pid("hatif-dialer") != pid, 1.5, "the dialer is started again")
    return killed_at


def no_one_was_dialled_twice(peer, numbers):
    seen = [call for number in numbers for call in peer.seen(number)]
    assert all(call.dials() == 1 for call in seen), [call for call in seen if call.dials() > 1]
    assert len({call.to for call in seen}) == len(seen), "one attempt each: there is no retry"
    return True
