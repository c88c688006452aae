"""What was said into a record node, and whole calls: the files, and who may have them."""
import hashlib
import pathlib

import pytest

import flows
import hearing
from client import Client
from recordings import fetched, recordings_of


def takes_a_message(audio_id, **config):
    """Asks for a message, and takes it down."""
    return {"startNodeId": "call", "nodes": [
        flows.node("call", "dial", {"timeout": 8000, "enableAMD": False}, onAnswer="ask"),
        flows.node("ask", "play", {"audioItems": flows.audio(audio_id)}, onComplete="message"),
        flows.node("message", "record",
                   {"silenceTimeout": 1000, "maxDuration": 20000, "variable": "message", **config},
                   onComplete="end", onTimeout="end"),
        flows.node("end", "hangup")]}


@pytest.fixture(scope="module")
def said(words):
    """Somebody's message, as a phone plays it."""
    return hearing.on_the_line(hearing.voice(
        words, "message", "Je voudrais que l'on me rappelle demain matin à dix heures."))


@pytest.fixture(scope="module")
def message(api, campaigns, callees, peer, phone, said):
    """One that was left, recorded as a whole call besides: (report, segment, full call, what the
    phone heard)."""
    number = callees.new()
    peer.relay(number, ("127.0.0.1", phone.port))
    execution = campaigns.launch([number], takes_a_message(campaigns.audio), recording="full")
    call = phone.next_call()
    call.hear(1.6)  # a second of prompt, 0.2 s of beep
    call.say(said)
    heard = call.heard()
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    both = {it["recordingType"]: it for it in recordings_of(api, report, 2)}
    return report, both["segment"], both["full_call"], heard


def test_what_was_said_into_a_record_node_is_in_the_file(api, message, said, tmp_path):
    report, segment, _, _ = message
    assert report["outcome"] == "completed"
    assert report["flowExecution"]["finalVariables"] == {"message": segment["id"]}
    file = fetched(api, segment, tmp_path)
    samples = hearing.samples_of(file)
    _, likeness = hearing.match(samples, hearing.samples_of(said))
    assert likeness >= 0.9
    assert segment["channels"] == 1 and segment["nodeId"] == "message"
    assert abs(segment["durationMs"] - len(samples) / 8) < 2
    assert segment["size"] == file.stat().st_size
    assert segment["hash"] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_whole_call_has_the_callee_left_and_the_platform_right(api, message, said, tmp_path):
    report, _, whole, heard = message
    file = fetched(api, whole, tmp_path)
    assert whole["channels"] == 2 and whole["nodeId"] is None
    callee, platform = hearing.samples_of(file, 0), hearing.samples_of(file, 1)
    _, likeness = hearing.match(callee, hearing.samples_of(said))
    assert likeness >= 0.9
    tone = heard[hearing.first_loud(heard):][:hearing.RATE // 2]
    _, likeness = hearing.match(platform, tone)
    assert likeness >= 0.9
    begin = hearing.first_loud(platform)
    # A side is silent while only the other speaks.
    assert hearing.is_silent(callee[begin:begin + hearing.RATE])
    assert hearing.is_silent(platform[begin + 2 * hearing.RATE:])
    talk = report["attempts"][0]["call"]["durationMs"]
    assert abs(whole["durationMs"] - talk) < 300, f"{whole['durationMs']} of {talk} ms"


def test_the_report_names_the_recordings(message):
    report, segment, whole, _ = message
    attempt, = report["attempts"]
    assert {it["id"] for it in attempt["recordings"]} == {segment["id"], whole["id"]}
    of_the_node = [it["data"]["status"] for it in report["events"] if it["type"] == "record"
                   and it["data"]["recordingId"] == segment["id"]]
    assert sorted(of_the_node) == ["ended", "saved", "started"]


def test_recordings_are_found_by_call_and_read_as_a_whole_or_in_part(api, message):
    report, segment, whole, _ = message
    attempt = report["attempts"][0]["attemptId"]
    for call in (report["jobId"], attempt, f"{attempt}@hatif"):
        assert {it["id"] for it in api.get("/recordings", callId=call)} == \
            {segment["id"], whole["id"]}
    assert segment["id"] in {it["id"] for it in api.get("/recordings", limit=500)}
    assert api.get(f"/recordings/{segment['id']}/metadata") == segment
    stream = api.ask("GET", f"/recordings/{segment['id']}/stream")
    assert stream.headers["Content-Type"] == "audio/wav"
    part = api.ask("GET", f"/recordings/{segment['id']}/stream", headers={"Range": "bytes=40-139"})
    assert part.status_code == 206
    assert part.headers["Content-Range"] == f"bytes 40-139/{segment['size']}"
    assert part.content == stream.content[40:140]
    beyond = api.ask("GET", f"/recordings/{segment['id']}/stream",
                     headers={"Range": f"bytes={segment['size']}-"})
    assert beyond.status_code == 416
    saved = api.ask("GET", f"/recordings/{segment['id']}/download")
    assert saved.content == stream.content
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_another_organization_has_none_of_them(suite, organizations, message):
    stranger = Client(suite.url, organizations.new()["apiKey"]["secret"])
    report, segment, _, _ = message
    assert stranger.get("/recordings", callId=report["jobId"]) == []
    assert stranger.get("/recordings") == []
    for method, what in (("GET", "/metadata"), ("GET", "/stream"), ("GET", "/download"),
                         ("DELETE", "")):
        answer = stranger.ask(method, f"/recordings/{segment['id']}{what}")
        assert answer.status_code == 404, what
        assert answer.json()["error"] == "RecordingNotFoundError"


def test_who_hangs_up_while_speaking_has_still_left_a_message(
        api, campaigns, on_the_phone, phone, said, tmp_path):
    execution = campaigns.launch([on_the_phone], takes_a_message(campaigns.audio, beep=False))
    call = phone.next_call()
    call.hear(1.4)
    call.say(said)
    call.hear(3.0)
    call.hang_up()
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    assert report["outcome"] == "user_hangup"
    segment, = recordings_of(api, report)
    samples = hearing.samples_of(fetched(api, segment, tmp_path))
    _, likeness = hearing.match(samples, hearing.samples_of(said)[:hearing.RATE])
    assert likeness >= 0.9


def test_nothing_said_is_told_so(api, campaigns, on_the_phone, phone):
    execution = campaigns.launch([on_the_phone], takes_a_message(campaigns.audio))
    phone.next_call().wait_for_end()
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    visit, = [it for it in report["flowExecution"]["executionPath"] if it["nodeId"] == "message"]
    assert visit["outputPath"] == "onTimeout"
    assert "message" not in report["flowExecution"]["finalVariables"]


# The last one: it takes what the others read.
def test_a_deleted_recording_is_gone_with_its_file(api, message, suite):
    report, segment, whole, _ = message
    api.delete(f"/recordings/{segment['id']}")
    for what in ("metadata", "stream", "download"):
        assert api.ask("GET", f"/recordings/{segment['id']}/{what}").status_code == 404, what
    assert api.ask("DELETE", f"/recordings/{segment['id']}").status_code == 404
    assert [it["id"] for it in api.get("/recordings", callId=report["jobId"])] == [whole["id"]]
    again = api.get(f"/call-report/{report['jobId']}")
    assert [it["id"] for it in again["attempts"][0]["recordings"]] == [whole["id"]]
    store = pathlib.Path(suite.run).parent / "objects"
    assert list(store.rglob(f"*{whole['id']}*")), "a file carries its recording's id"
    assert not list(store.rglob(f"*{segment['id']}*"))
