"""Within a call: what is heard, which keys count, and what the far end may ask."""
import socket

import pytest

import flows
import sip
import sound
from callee import Behaviour
from leg import EVENT_TYPE


def test_the_callee_hears_the_prompt(campaigns, callees, peer):
    number = callees.new(Behaviour(listens=True))
    campaigns.run(number, flows.plays(campaigns.audio))
    ear = peer.seen(number)[0].ear
    assert 55 <= ear.packets <= 65, "a second of 20 ms packets, and the silence after the last word"
    pitch = sound.frequency(sound.linear(ear.alaw))
    assert abs(pitch - 440) < 5


@pytest.mark.parametrize("keys, answer, path", [
    (((0.3, "1"),), "yes", ["1"]),            # during the prompt: it stops, the key counts
    (((1.5, "2"),), "no", ["2"]),             # after it
    (((1.5, "9"), (2.2, "1")), "yes", ["1"]),  # a wrong key asks again
    ((), None, ["onMaxRetries"]),             # silence, twice
    (((1.3, "7"), (2.0, "8")), None, ["onMaxRetries"]),
], ids=["while it plays", "afterwards", "wrong, then right", "silent", "wrong twice"])
def test_keys_choose_the_way(campaigns, callees, keys, answer, path):
    report = campaigns.run(callees.new(Behaviour(keys=keys)),
                           flows.asks(campaigns.audio, key_timeout=1500))
    assert report["outcome"] == "completed"
    flow = report["flowExecution"]
    assert flow["finalVariables"].get("answer") == answer
    assert [it["outputPath"] for it in flow["executionPath"] if it["nodeId"] == "choice"] == path


def test_a_key_stops_the_prompt(campaigns, callees, peer):
    number = callees.new(Behaviour(keys=((0.3, "1"),), listens=True))
    campaigns.run(number, flows.asks(campaigns.audio))
    # 0.3 s of the question and a second of thanks, not two seconds.
    assert peer.seen(number)[0].ear.packets < 85


def test_early_media_is_ignored(campaigns, callees):
    report = campaigns.run(callees.new(Behaviour(provisional=183, early_media=True, after=0.5)),
                           flows.plays(campaigns.audio))
    assert report["outcome"] == "completed"
    assert report["events"][1]["type"] == "ringing"


def test_an_answer_that_crosses_the_cancel_is_hung_up(campaigns, callees, peer):
    number = callees.new(Behaviour(code=None, picks_up_on_cancel=True))
    report = campaigns.run(number, flows.hangs_up(1000))
    assert report["outcome"] == "no_answer"
    call, = peer.seen(number)
    peer.wait_for(lambda: call.bye_by == "platform", 5, "a BYE for the call nobody wants")
    assert call.acked and call.cancelled


def test_questions_within_the_call_are_answered(campaigns, callees, peer):
    number = callees.new(Behaviour())
    execution = campaigns.launch([number], flows.asks(campaigns.audio, key_timeout=3000))
    peer.wait_for(lambda: peer.seen(number) and peer.seen(number)[0].acked, 10, "the answer")
    call, = peer.seen(number)
    peer.ask(call, "OPTIONS")
    peer.wait_for(lambda: ("OPTIONS", 200) in [it[:2] for it in call.answers], 5, "200 to OPTIONS")
    peer.ask(call, "INVITE", sip.audio_sdp("127.0.0.1", 24998, EVENT_TYPE, version=2))
    peer.wait_for(lambda: ("INVITE", 200) in [it[:2] for it in call.answers], 5, "200 to re-INVITE")
    body = next(body for method, code, body in call.answers if (method, code) == ("INVITE", 200))
    assert "m=audio" in body
    campaigns.finish(execution)
    assert call.bye_by == "platform"
    assert campaigns.settled_reports(execution, 1)[0]["outcome"] == "completed"


def test_strangers_are_not_answered(suite):
    host, port = suite.sip.split(":")
    stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    stranger.bind(("127.0.0.2", 0))  # the trunk's address is 127.0.0.1
    stranger.settimeout(1)
    stranger.sendto(b"OPTIONS sip:hatif@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;rport;"
                    b"branch=z9hG4bKstranger\r\nFrom: <sip:x@x>;tag=1\r\nTo: <sip:y@y>\r\n"
                    b"Call-ID: stranger\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n"
                    b"Content-Length: 0\r\n\r\n", (host, int(port)))
    with pytest.raises(TimeoutError):
        stranger.recv(2000)
