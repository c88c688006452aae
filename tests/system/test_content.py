"""Audio and flows: what a call says and does."""
import hashlib
import uuid

import flows
import sound

UNKNOWN = "01920000-0000-7000-8000-000000000000"


def test_an_uploaded_file_is_described(api):
    wav = sound.tone(440, 1.5, rate=22050)
    made = api.upload("/audio-management/upload", "accueil.wav", wav, title="Accueil",
                      description="Le soir", usageType="welcome", tags="soir,hiver")
    assert (made["title"], made["description"], made["usageType"]) == \
        ("Accueil", "Le soir", "welcome")
    assert made["tags"] == ["soir", "hiver"]
    assert abs(made["durationSeconds"] - 1.5) < 0.05
    assert (made["sampleRate"], made["channels"], made["bitDepth"]) == (22050, 1, 16)
    assert made["originalFileName"] == made["file"]["name"] == "accueil.wav"
    assert made["file"]["fileSize"] == len(wav)
    assert made["file"]["checksum"] == hashlib.sha256(wav).hexdigest()
    assert api.get(f"/audio-management/{made['id']}") == made


def test_what_is_no_sound_is_refused(api):
    for data in (b"", b"RIFF", b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff", b"\0" * 100_000):
        refused = api.ask("POST", "/audio-management/upload",
                          files={"file": ("x.wav", data, "audio/wav")})
        assert refused.status_code in (400, 422), (data[:8], refused.text)
        if data:
            assert refused.json()["error"] == "AudioUndecodableError"


def test_a_flow_is_saved_as_it_was_sent(api, campaigns):
    graph = flows.asks(campaigns.audio)
    name = f"Consent {uuid.uuid4()}"
    made = api.post("/flows", {"name": name, "description": "1 or 2", "graph": graph})
    assert (made["version"], made["graph"]) == (1, graph)
    assert made["validation"]["valid"] and made["validation"]["errors"] == []
    assert api.get(f"/flows/{made['id']}") == made
    assert [found["id"] for found in api.get("/flows", search=name)["data"]] == [made["id"]]


def test_a_graph_is_validated_bare_wrapped_and_as_a_whole_flow(api, campaigns):
    graph = flows.asks(campaigns.audio)
    for body in (graph, {"graph": graph}, {"name": "Any", "graph": graph}):
        answer = api.post("/flows/validate", body, status=200)
        assert answer["valid"] and answer["errors"] == [], answer


def test_every_fault_of_a_graph_is_named_with_its_node(api):
    graph = {"startNodeId": "call", "nodes": [
        flows.node("call", "dial", {"timeout": "soon"}, onAnswer="nowhere"),
        flows.node("say", "play", {"audioItems": flows.audio(UNKNOWN)}, onComplete="dance"),
        flows.node("dance", "dance"),
        flows.node("dance", "hangup")]}
    answer = api.post("/flows/validate", graph, status=200)
    assert not answer["valid"]
    found = {error["code"]: error["nodeId"] for error in answer["errors"]}
    assert found["unknown_target"] == "call"
    assert found["unknown_node_type"] == "dance"
    assert found["duplicate_node_id"] == "dance"
    assert found["unknown_audio"] == "say"
    assert all(error["path"].startswith("/nodes/") and error["message"]
               for error in answer["errors"])


def test_a_graph_with_errors_is_saved_but_not_launched(api, campaigns, callees):
    graph = {"startNodeId": "end", "nodes": [flows.node("end", "hangup")]}
    made = api.post("/flows", {"name": "Without a dial", "graph": graph})
    assert not made["validation"]["valid"]
    program = campaigns.program([callees.new()], graph)
    refused = api.ask("POST", f"/programs/{program['id']}/launch", json={})
    assert (refused.status_code, refused.json()["error"]) == (400, "FlowInvalidError")


def test_a_way_out_without_a_way_on_is_a_warning(api):
    graph = {"startNodeId": "call", "nodes": [flows.node("call", "dial"),
                                              flows.node("alone", "hangup")]}
    answer = api.post("/flows/validate", graph, status=200)
    codes = {warning["code"] for warning in answer["warnings"]}
    assert answer["valid"] and {"output_without_way_on", "unreachable_node"} <= codes
