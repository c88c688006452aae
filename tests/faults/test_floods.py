"""Strangers send 10,000 packets a second to the SIP port, and to the RTP port of a call, while
calls run: what the callees hear and press is as without them."""
import contextlib
import statistics
from dataclasses import dataclass

import pytest

import flows
import sound
from callee import Behaviour
from dialers import OWN_SIP
from flood import Flood

CALLS, CALLS_PER_SECOND = 24, 8
TALK_SECONDS = 3.0
FRAME, SILENCE = 160, b"\xd5"  # A-law
LEAST_RATE = 7_000          # packets a second of a sender on a busy machine
WORST_GAP_SECONDS = 0.030   # between packets; 99 of a hundred are below
TIMES_THE_CALM_ONE = 1.5
YES, NO = (Behaviour(listens=True, speaks=True, keys=((TALK_SECONDS + 0.5, key),)) for key in "12")


@dataclass
class Heard:
    calls: list
    reports: dict  # by number

    def worst_gap(self):
        gaps = [later - one for call in self.calls
                for one, later in zip(call.ear.arrivals, call.ear.arrivals[1:])]
        return statistics.quantiles(gaps, n=100)[-1]


@pytest.fixture(scope="module")
def talk(api):
    return api.upload("/audio-management/upload", "talk.wav", sound.tone(300, TALK_SECONDS))["id"]


@pytest.fixture(scope="module")
def run(campaigns, callees, peer, talk):
    def call(meanwhile=lambda: None):
        numbers = [callees.new(YES if at % 2 else NO) for at in range(CALLS)]
        peer.forget()
        execution = campaigns.launch(numbers, flows.asks(talk), callsPerSecond=CALLS_PER_SECOND)
        peer.wait_for(lambda: any(call.acked for call in peer.seen()), 10, "somebody answers")
        meanwhile()
        campaigns.finish(execution)
        reports = campaigns.settled_reports(execution, CALLS)
        return Heard(peer.seen(), {it["attempts"][0]["call"]["to"]: it for it in reports})

    return call


@pytest.fixture(scope="module")
def calm(run):
    return run()


@pytest.fixture(scope="module", params=["sip", "rtp"])
def flooded(request, run, peer):
    """(what was heard, the first call, whose port is flooded when it is not SIP's)"""
    with contextlib.ExitStack() as stack:
        def begin():
            port = OWN_SIP if request.param == "sip" else peer.seen()[0].media
            stack.flood = stack.enter_context(Flood(request.param, port))

        heard = run(begin)
    assert stack.flood.rate >= LEAST_RATE
    return heard, request.param


def test_all_calls_complete_with_the_key_that_was_pressed(flooded):
    heard, _ = flooded
    assert len(heard.calls) == CALLS
    for call in heard.calls:
        report = heard.reports[call.to]
        assert report["outcome"] == "completed"
        assert report["flowExecution"]["finalVariables"]["answer"] == \
            ("yes" if call.behaviour is YES else "no")
        digits = [it["data"]["digit"] for it in report["events"] if it["type"] == "dtmf"]
        assert digits == [call.behaviour.keys[0][1]]


def test_what_a_callee_hears_is_unbroken(flooded, calm):
    heard, _ = flooded
    for call in heard.calls:
        numbers = call.ear.sequences
        assert [(later - one) & 0xFFFF for one, later in zip(numbers, numbers[1:])] == \
            [1] * (len(numbers) - 1)
        assert spoken(call) == spoken(calm.calls[0])
    print(f"worst gap {heard.worst_gap() * 1000:.1f} ms, without a flood "
          f"{calm.worst_gap() * 1000:.1f} ms")
    assert heard.worst_gap() <= max(WORST_GAP_SECONDS, TIMES_THE_CALM_ONE * calm.worst_gap())


def test_packets_of_strangers_are_counted_where_they_came(flooded):
    heard, kind = flooded
    counts = [heard.reports[call.to]["attempts"][0]["call"]["media"]["packetsOfStrangers"]
              for call in heard.calls]
    assert counts[1:] == [0] * (CALLS - 1)
    assert (counts[0] > LEAST_RATE) == (kind == "rtp")


def spoken(call):
    """The first prompt, as it was heard, from its first sound on."""
    return bytes(call.ear.alaw).lstrip(SILENCE)[:int(TALK_SECONDS * 50 - 1) * FRAME]
