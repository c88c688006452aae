"""A real phone on the line: PJSIP, that nobody here has written."""
import pytest

import flows
import hearing
import sound
from callee import Behaviour
from waiting import eventually


@pytest.fixture(scope="module")
def items(api, words):
    """Two prompts as they are uploaded: (ids, samples of both without a gap)."""
    files = [hearing.voice(words, "one", "Bonjour, votre colis est arrivé ce matin."),
             hearing.voice(words, "two", "Appuyez sur une touche pour le recevoir.")]
    ids = [api.upload("/audio-management/upload", file.name, file.read_bytes())["id"]
           for file in files]
    return ids, [hearing.samples_of(file) for file in files]


def asks(ids, **config):
    """Says the items, asks for a key, hangs up."""
    items = [{"type": "audioFile", "audioId": id} for id in ids]
    return {"startNodeId": "call", "nodes": [
        flows.node("call", "dial", {"timeout": 8000, "enableAMD": False}, onAnswer="ask"),
        flows.node("ask", "play", {"audioItems": items, **config}, onComplete="choice"),
        flows.node("choice", "dtmf",
                   {"mode": "multi_digit", "variable": "keys", "timeout": 4000,
                    "multiDigitConfig": {"minDigits": 1, "maxDigits": 8, "terminator": "#",
                                         "interDigitTimeout": 3000}},
                   onSuccess="end", default="end"),
        flows.node("end", "hangup")]}


def keys_of(report):
    return report["flowExecution"]["finalVariables"].get("keys")


def test_the_prompt_heard_is_the_prompt_sent(campaigns, on_the_phone, phone, items):
    ids, (one, two) = items
    execution = campaigns.launch([on_the_phone], asks(ids))
    call = phone.next_call()
    call.hear((len(one) + len(two)) / hearing.RATE + 0.5)
    call.press("1402#")
    heard = call.heard()
    for item in (one, two):
        _, likeness = hearing.match(heard, item)
        assert likeness >= 0.9, f"{likeness} in {call.codec}"
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    assert report["outcome"] == "completed"
    assert keys_of(report) == "1402", "each key once"


def test_not_a_sample_is_between_two_items(campaigns, callees, peer, items):
    ids, (one, two) = items
    number = callees.new(Behaviour(listens=True, hang_up_after=(len(one) + len(two)) / 8000 + 0.5))
    campaigns.run(number, asks(ids))
    heard = sound.linear(peer.seen(number)[0].ear.alaw)  # as it came, through no jitter buffer
    begin, likeness = hearing.match(heard, one)
    assert likeness >= 0.99
    then, likeness = hearing.match(heard, two)
    assert likeness >= 0.99
    # The platform's own conversion may round by a sample.
    assert abs(then - begin - len(one)) <= 1


@pytest.mark.parametrize("by_info", [False, True], ids=["RFC 4733", "INFO"])
def test_keys_arrive_once_each_and_the_first_silences_the_prompt(
        campaigns, on_the_phone, phone, items, by_info):
    ids, _ = items
    execution = campaigns.launch([on_the_phone], asks(ids, bargeIn=True))
    call = phone.next_call()
    call.hear(1.0)
    pressed_at = call.packets() * 160
    call.press("2290#", by_info)
    heard = call.heard()
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    assert keys_of(report) == "2290"
    assert not hearing.is_silent(heard[:pressed_at])
    # What is on its way through the phone's jitter buffer is still heard.
    assert hearing.is_silent(heard[pressed_at + hearing.RATE // 2:])
    play = next(it for it in report["events"] if it["type"] == "play")
    assert play["data"]["interrupted"]


def test_who_hangs_up_in_the_middle_has_hung_up(campaigns, on_the_phone, phone, items):
    ids, _ = items
    execution = campaigns.launch([on_the_phone], asks(ids))
    call = phone.next_call()
    call.hear(0.5)
    call.hang_up()
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    assert report["outcome"] == "user_hangup"
    assert report["attempts"][0]["call"]["hangupBy"] == "callee"


def test_nothing_is_sent_to_who_holds_and_the_prompt_goes_on_for_who_takes_back(
        campaigns, on_the_phone, phone, items):
    ids, (one, two) = items
    execution = campaigns.launch([on_the_phone], asks(ids))
    call = phone.next_call()
    call.hear(0.5)
    call.hold()
    heard, spoken = call.packets(), call.spoken()
    eventually(lambda: call.spoken() >= spoken + 40, 5, "the phone speaks for 0.8 s")
    assert call.packets() - heard <= 1, "one may have been on its way"
    call.resume()
    call.hear((len(one) + len(two)) / hearing.RATE - 0.8)  # to its end
    call.press("7#")
    # Prompts go on in time: the middle was missed, the end was not.
    _, likeness = hearing.match(call.heard(), two[-2 * hearing.RATE:])
    assert likeness >= 0.9
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    assert report["outcome"] == "completed"
    assert keys_of(report) == "7"


def test_a_call_is_handed_over_by_refer(campaigns, callees, peer, on_the_phone, phone):
    other = callees.new(Behaviour(hang_up_after=0.5))
    graph = {"startNodeId": "call", "nodes": [
        flows.node("call", "dial", {"timeout": 8000, "enableAMD": False}, onAnswer="hand over"),
        flows.node("hand over", "transfer", {"to": other, "timeout": 8000}, onSuccess="end",
                   onFailed="failed"),
        flows.node("failed", "hangup", {"outcome": "failed"}),
        flows.node("end", "hangup")]}
    execution = campaigns.launch([on_the_phone], graph)
    call = phone.next_call()
    eventually(lambda: call.handed_to, 5, "the phone gets a REFER")
    assert other in call.handed_to
    peer.wait_for(lambda: peer.seen(other) and peer.seen(other)[0].acked, 5,
                  "the phone calls whom it was handed to")
    call.wait_for_end()
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    assert report["outcome"] == "completed"
    transfer, = [it for it in report["events"] if it["type"] == "transfer"]
    assert transfer["data"] == {"to": other, "done": True, "sipCode": 200}
