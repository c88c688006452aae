"""What is said without a recording: numbers and dates by the built-in words, texts by the voice."""
import math

import pytest

import flows
import hearing
import sound
from callee import Behaviour
from waiting import eventually

INSTALLED_SECONDS = 90
LAST_WORD = "wednesday"  # they are spoken in the order of their keys


def says(node_type, config):
    return {"startNodeId": "call", "nodes": [
        flows.node("call", "dial", {"timeout": 5000, "enableAMD": False}, onAnswer="speak"),
        flows.node("speak", node_type, config, onComplete="end", onError="dumb"),
        flows.node("dumb", "hangup", {"outcome": "failed", "reason": "dumb"}),
        flows.node("end", "hangup")]}


def heard(campaigns, callees, peer, flow):
    """(report, samples)"""
    number = callees.new(Behaviour(listens=True))
    report = campaigns.run(number, flow)
    return report, sound.linear(peer.seen(number)[0].ear.alaw)


@pytest.fixture(scope="module")
def built_in(api):
    """The built-in dictionaries by language, as soon as all their words are there."""
    def look():
        found = {it["language"]: it for it in api.get("/dictionaries") if it["isSystem"]}
        whole = all(api.ask("GET", f"/dictionaries/{it['id']}/entries/{LAST_WORD}").ok
                    for it in found.values())
        return found if whole and set(found) == {"ar", "fr", "en"} else None

    return eventually(look, INSTALLED_SECONDS, "the built-in dictionaries are installed")


def word(api, words, dictionary, key):
    """What the built-in dictionary says for a key, without the silence around it: nor is it played."""
    answer = api.ask("GET", f"/dictionaries/{dictionary['id']}/entries/{key}/audio")
    assert answer.status_code == 200, answer.text
    file = words / f"{dictionary['language']}-{key}.wav"
    file.write_bytes(answer.content)
    return hearing.samples_of(hearing.without_silence(file))


@pytest.mark.parametrize("language, value, keys", [
    ("fr", 91, ["80", "11"]), ("en", 345, ["300", "40", "5"]), ("ar", 21, ["1", "and", "20"])])
def test_a_number_is_heard_in_the_built_in_words(api, campaigns, callees, peer, words, built_in,
                                                 language, value, keys):
    report, samples = heard(campaigns, callees, peer, says("play", {"audioItems": [
        {"type": "number", "value": value, "mode": "full", "language": language}]}))
    assert report["outcome"] == "completed", report
    play, = [it for it in report["events"] if it["type"] == "play"]
    assert play["data"]["spokenKeys"] == keys
    last = 0
    for key in keys:
        at, likeness = hearing.match(samples, word(api, words, built_in[language], key))
        assert likeness >= 0.9, (key, likeness)
        assert at >= last, "in their order"
        last = at


def test_the_built_in_dictionaries_are_nobodys_to_change(api, built_in):
    french = built_in["fr"]
    entries = api.get(f"/dictionaries/{french['id']}/entries", limit=1, page=1)
    assert entries["meta"]["total"] > 60
    for method, path, how in [
            ("DELETE", f"/dictionaries/{french['id']}", {}),
            ("DELETE", f"/dictionaries/{french['id']}/entries/7", {}),
            ("POST", f"/dictionaries/{french['id']}/entries",
             {"files": {"file": ("7.wav", sound.tone(440, 0.3), "audio/wav")},
              "data": {"key": "7"}})]:
        refused = api.ask(method, path, **how)
        assert refused.status_code in (403, 409), (method, path, refused.text)


def test_an_organizations_own_word_comes_first(api, campaigns, callees, peer, words, built_in):
    own = api.post("/dictionaries", {"name": "Ours", "language": "fr"})
    api.upload(f"/dictionaries/{own['id']}/entries", "20.wav", sound.tone(700, 0.6), key="20")
    report, samples = heard(campaigns, callees, peer, says("play", {"audioItems": [
        {"type": "number", "value": 25, "mode": "full", "language": "fr",
         "dictionaryId": own["id"]}]}))
    assert report["outcome"] == "completed"
    assert abs(sound.frequency(samples[:4000]) - 700) < 20
    _, likeness = hearing.match(samples, word(api, words, built_in["fr"], "5"))
    assert likeness >= 0.9


def test_a_text_is_spoken(campaigns, callees, peer, words):
    text = "Bonjour, votre rendez-vous est demain matin."
    report, samples = heard(campaigns, callees, peer, says("say", {"text": text, "language": "fr"}))
    assert report["outcome"] == "completed"
    said = hearing.samples_of(hearing.voice(words, "say", text))
    assert not hearing.is_silent(samples)
    assert abs(len(samples) - len(said)) < 8000
    play, = [it for it in report["events"] if it["type"] == "play"]
    assert play["data"]["texts"] == [text]


def test_a_text_of_the_moment_is_spoken_and_a_key_ends_it(api, campaigns, callees):
    flow = says("say", {"text": {"expression": "'Bonjour ' + sys.contactPhone + ', ' + sys.contactPhone"},
                        "language": "fr", "bargeIn": True})
    report = campaigns.run(callees.new(Behaviour(keys=((0.8, "1"),))), flow)
    play, = [it for it in report["events"] if it["type"] == "play"]
    assert play["data"]["interrupted"]
    assert play["data"]["texts"][0].startswith("Bonjour +")


def loudness(samples):
    """Of what is no silence, in dB under full scale."""
    loud = [it for it in samples if abs(it) > 100]
    return 10 * math.log10(sum(it * it for it in loud) / len(loud) / 32768 ** 2)


def test_all_recordings_are_equally_loud(api, campaigns, callees, peer, words):
    speech = hearing.voice(words, "level", "Ceci est un message pour vous, merci de votre attention.")
    levels = []
    for gain in (-30, -3):
        made = hearing.at_level(speech, gain)
        audio = api.upload("/audio-management/upload", made.name, made.read_bytes())
        _, samples = heard(campaigns, callees, peer, flows.plays(audio["id"]))
        levels.append(loudness(samples))
    assert abs(levels[0] - levels[1]) < 2, levels


def test_silence_is_trimmed_on_request(api, words):
    voice = hearing.voice(words, "framed", "Bonjour.")
    framed = hearing.joined(words, "with-silence", 1.5, hearing.on_the_line(voice), 1.5)
    as_it_is = api.upload("/audio-management/upload", "a.wav", framed.read_bytes())
    trimmed = api.upload("/audio-management/upload", "b.wav", framed.read_bytes(), trimSilence="true")
    assert as_it_is["playedSeconds"] - trimmed["playedSeconds"] > 2.5
    assert as_it_is["file"]["checksum"] == trimmed["file"]["checksum"], "the original is kept"


def test_a_picture_of_the_sound_can_be_drawn(api, campaigns):
    peaks = api.get(f"/audio-management/{campaigns.audio}/waveform", points=50)
    assert len(peaks["peaks"]) == 50
