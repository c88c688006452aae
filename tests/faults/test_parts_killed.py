"""A part of the platform is struck in mid campaign, with calls in progress: nothing is lost, nothing is
counted twice, and the campaign goes on by itself."""
import collections
import signal
import time

import pytest
import requests

import flows
import sound
from callee import Behaviour
from facts import Facts
from parts import Part, kill_service
from waiting import eventually

CONTACTS = 160
CALLS_PER_SECOND = 14
BROKER_AWAY_SECONDS = 4
COUNTS = ("contactsCompleted", "contactsFailed", "contactsPending", "contactsInProgress",
          "contactsSkipped")

# What a callee does, and the only outcome that it may be told as.
ANSWERS = [(Behaviour(after=0.5), "completed"), (Behaviour(code=486), "busy"),
           (Behaviour(after=0.2, hang_up_after=0.8), "user_hangup"),
           (Behaviour(code=603, after=0.5), "rejected")]


def broker(suite):
    part = Part(suite, "kafka")
    part.strike()
    time.sleep(BROKER_AWAY_SECONDS)  # calls are made meanwhile; their events wait
    part.revive()


def postgres(suite):
    part = Part(suite, "postgres")
    part.strike(signal.SIGQUIT)  # what `pg_ctl -m immediate` sends
    part.revive()


def scheduler(suite):
    kill_service(suite, "hatif-program-scheduler")


def reporting(suite):
    kill_service(suite, "hatif-reporting")


def contact(suite):
    kill_service(suite, "hatif-contact")


@pytest.mark.parametrize("strike", [broker, postgres, scheduler, reporting, contact])
def test_a_campaign_survives_the_end_of(suite, api, campaigns, callees, peer, strike):
    expected = {callees.new(ANSWERS[at % 4][0]): ANSWERS[at % 4][1] for at in range(CONTACTS)}
    talk = api.upload("/audio-management/upload", "talk.wav", sound.tone(300, 1.5))["id"]
    execution = campaigns.launch(list(expected), flows.plays(talk), callsPerSecond=CALLS_PER_SECOND)
    campaigns.until(execution, lambda it: it["contactsCompleted"] >= 15
                    and it["contactsInProgress"] > 0, 30, "the campaign runs")
    strike(suite)

    done = eventually(lambda: completed(suite, execution), 90, "the execution completes by itself")
    by_outcome = collections.Counter(expected.values())
    assert done["outcomes"] == dict(by_outcome)
    calls = [call for number in expected for call in peer.seen(number)]
    assert len(calls) == CONTACTS and all(call.dials() == 1 for call in calls)

    reports = eventually(lambda: settled(campaigns, execution), 30, "the reports follow")
    assert {it["attempts"][0]["call"]["to"]: it["outcome"] for it in reports} == expected
    totals = api.get(f"/program-executions/{execution}/report")["outcomes"]
    assert {name: count for name, count in totals.items() if count} == dict(by_outcome)
    told = [fact.what for fact in Facts(suite.kafka).all("hatif.execution-events.v1")
            if fact.key == execution and fact.kind == "attempt_ended"]
    assert len({it.attempt_id for it in told}) == CONTACTS


def completed(suite, execution):
    """The execution once it is over; an answer that cannot be had just now is none. What is answered
    adds up at every look."""
    answer = requests.get(f"{suite.url}/api/program-executions/{execution}", timeout=30,
                          headers={"x-api-key": suite.api_key})
    if answer.status_code == 503:
        assert answer.headers["Retry-After"]
        return None
    assert answer.status_code == 200, answer.text
    seen = answer.json()
    assert sum(seen[count] for count in COUNTS) == seen["totalContacts"] == CONTACTS
    return seen if seen["status"] == "completed" else None


def settled(campaigns, execution):
    reports = campaigns.reports(execution)
    over = [it for it in reports if it["status"] in ("completed", "failed")]
    return reports if len(over) == CONTACTS else None
