"""What belongs to one organization is not there for another: every route of /openapi.json with an id in
its path, asked with the other's id, answers 404. A new route without a line here fails the test."""
import re
import uuid

import pytest
import requests

import flows
import sound
from callee import Behaviour
from client import Client

# The least body that gets as far as looking for the object.
BODIES = {"AddContacts": {"contacts": [str(uuid.uuid4())]},
          "RemoveContacts": {"contacts": [str(uuid.uuid4())]},
          "ReplaceContacts": {"contacts": [str(uuid.uuid4())]},
          "UpdateExecutionLimits": {"callsPerSecond": 5}}


@pytest.fixture(scope="module")
def mine(api, campaigns, callees):
    """One object of each kind, of the first organization: the value of a path's parameters by what
    stands before the first of them."""
    number = callees.new()
    report = campaigns.run(number, recording="full")
    recording, = api.get(f"/recordings?callId={report['jobId']}")
    program = campaigns.program([callees.new(Behaviour(code=None))], flows.hangs_up(1000))
    dictionary = api.post("/dictionaries", {"name": "Mine", "language": "fr"})["id"]
    api.upload(f"/dictionaries/{dictionary}/entries", "1.wav", sound.tone(500, 0.2), key="1")
    attribute = api.post("/custom-attributes", {"displayName": f"Mine {uuid.uuid4().hex[:8]}",
                                                "type": "text"})["id"]
    listed = api.post("/do-not-call", {"numbers": ["+212699999999"]}, status=200)["results"][0]["id"]
    member = api.post("/members", {"email": f"{uuid.uuid4().hex}@example.com", "role": "agent"})["id"]
    return {"/contact": [report["contactId"]], "/audience": [program["audienceId"]],
            "/custom-attributes": [attribute], "/do-not-call": [listed],
            "/flows": [program["flowId"], "1"], "/audio-management": [campaigns.audio],
            "/audio-management/audio": [campaigns.audio], "/dictionaries": [dictionary, "1"],
            "/programs": [program["id"]], "/program-executions": [report["executionId"]],
            "/program-execution": [report["executionId"]], "/call-report": [report["jobId"]],
            "/call-requests": [report["jobId"]], "/jobs": [report["jobId"]],
            "/auth/api-keys": [api.post("/auth/api-keys", {"name": "Mine"})["id"]],
            "/members": [member], "/recordings": [recording["id"]]}


# A parameter that is no object's id, or a route that is the platform's.
NO_ID = {"/audio-management/audios/usage", "/audio-management/playback"}


def test_another_organizations_ids_are_not_there(suite, organizations, mine):
    other = Client(suite.url, organizations.new()["apiKey"]["secret"])
    paths = requests.get(f"{suite.url}/openapi.json", timeout=5).json()["paths"]
    asked = 0
    for path, verbs in paths.items():
        before = path.split("/{")[0].removeprefix("/api")
        if "{" not in path or before in NO_ID:
            continue
        for verb, operation in verbs.items():
            if operation.get("x-role") == "platform":
                continue
            values = iter(mine[before])
            asked_path = re.sub(r"\{\w+\}", lambda _: next(values), path).removeprefix("/api")
            how = {"json": BODIES.get(operation["operationId"], {})} if verb != "get" else {}
            if "multipart/form-data" in str(operation.get("requestBody")):
                how = {"files": {"file": ("1.wav", sound.tone(500, 0.2), "audio/wav")},
                       "data": {"key": "2"}}
            answer = other.ask(verb.upper(), asked_path, **how)
            assert answer.status_code == 404, f"{verb} {path}: {answer.status_code} {answer.text}"
            asked += 1
    assert asked > 40
    # And nothing of it was changed by asking.
    assert other.get("/contact")["meta"]["total"] == 0
