"""A real phone that is a person, or somebody's mailbox."""
import pytest

import flows
import hearing

BEEP_SECONDS = 0.6


@pytest.fixture(scope="module")
def prompts(api, words):
    """What is said to people at once, or after a verdict, and to machines: (id, samples)."""
    def upload(name, text):
        file = hearing.voice(words, name, text)
        id = api.upload("/audio-management/upload", f"{name}.wav", file.read_bytes())["id"]
        return id, hearing.samples_of(file)[:-hearing.ON_ITS_WAY]

    return {"person": upload("person", "Bonjour, ici la clinique du port. Nous confirmons votre "
                                       "rendez-vous de demain."),
            "waiting": upload("waiting", "Bonjour, ici la clinique."),
            "machine": upload("machine", "Rappelez la clinique, s'il vous plaît.")}


@pytest.fixture(scope="module")
def mailbox(words):
    """A greeting with its beep: (file, seconds until it records)."""
    greeting = hearing.on_the_line(hearing.voice(
        words, "greeting", "Bonjour, vous êtes bien sur la messagerie de Karim. Laissez un "
                           "message après le bip."))
    beep = hearing.tone(words, "beep", 1000, BEEP_SECONDS)
    whole = hearing.joined(words, "mailbox", greeting, 0.5, beep)
    return whole, hearing.seconds_of(whole)


def tells(prompts, mode):
    """One thing to a person, another to a machine."""
    def says(node, whom):
        return flows.node(node, "play", {"audioItems": flows.audio(prompts[whom][0])},
                          onComplete="end")

    return {"startNodeId": "call", "nodes": [
        flows.node("call", "dial", {"timeout": 8000, "enableAMD": True, "amdMode": mode},
                   onAnswer="hello", onVoicemail="message"),
        says("hello", "person" if mode == "async" else "waiting"), says("message", "machine"),
        flows.node("end", "hangup")]}


def greeted(phone):
    """The next call, once the platform is there too: it hears nothing before its own answer."""
    call = phone.next_call()
    call.hear(0.1)
    return call


def reported(campaigns, execution):
    """The report, and the data of its amd events."""
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    return report, [it["data"] for it in report["events"] if it["type"] == "amd"]


@pytest.mark.parametrize("mode", ["async", "wait"])
def test_a_mailbox_is_told_its_message_after_the_beep(
        campaigns, on_the_phone, phone, prompts, mailbox, mode):
    greeting, seconds = mailbox
    execution = campaigns.launch([on_the_phone], tells(prompts, mode))
    call = greeted(phone)
    call.say(greeting)
    heard = call.heard()
    report, (verdict, beep) = reported(campaigns, execution)
    assert report["outcome"] == "voicemail"
    assert verdict["verdict"] == "machine"
    assert verdict["delayMs"] <= 4000
    assert beep["beepHeard"]
    begin, likeness = hearing.match(heard, prompts["machine"][1])
    assert likeness >= 0.9
    # The phone began to record before it began to greet.
    assert seconds - 0.05 <= begin / hearing.RATE <= seconds + 3
    path = [it["nodeId"] for it in report["flowExecution"]["executionPath"]]
    assert path == (["call", "hello", "message", "end"] if mode == "async"
                    else ["call", "message", "end"])
    spoke_first = not hearing.is_silent(heard[:2 * hearing.RATE])
    assert spoke_first == (mode == "async")


def test_a_short_allo_is_a_person(campaigns, on_the_phone, phone, prompts, words):
    allo = hearing.on_the_line(hearing.voice(words, "allo", "Allô ?"))
    execution = campaigns.launch([on_the_phone], tells(prompts, "wait"))
    call = greeted(phone)
    call.say(allo)
    heard = call.heard()
    report, (verdict,) = reported(campaigns, execution)
    assert report["outcome"] == "completed"
    assert (verdict["verdict"], verdict["cause"]) == ("human", "greeting_then_silence")
    _, likeness = hearing.match(heard, prompts["waiting"][1])
    assert likeness >= 0.9


def test_a_key_makes_whoever_speaks_a_person(campaigns, on_the_phone, phone, prompts, mailbox):
    execution = campaigns.launch([on_the_phone], tells(prompts, "wait"))
    call = greeted(phone)
    call.say(mailbox[0])
    call.hear(0.4)
    call.press("1")
    call.wait_for_end()
    report, (verdict,) = reported(campaigns, execution)
    assert report["outcome"] == "completed"
    assert (verdict["verdict"], verdict["cause"]) == ("human", "key")
    assert [it["nodeId"] for it in report["flowExecution"]["executionPath"]] == \
        ["call", "hello", "end"]
