"""The same request again, by its Idempotency-Key: one effect, one answer."""
import concurrent.futures
import uuid

import pytest


def repeated(api, path, body, key, **how):
    return api.ask("POST", path, json=body, headers={"Idempotency-Key": key}, **how)


def bodies(campaigns, callees):
    program = campaigns.program([callees.new()])
    again = {name: program[name] for name in ("name", "flowId", "audienceId", "didPool")}
    return {"/contact": {"primaryPhone": callees.new()},
            "/contact/upsert": {"data": [{"primaryPhone": callees.new()}]},
            "/audience": {"name": f"Once {uuid.uuid4()}"},
            "/flows": {"name": f"Once {uuid.uuid4()}", "graph": {"startNodeId": "x", "nodes": []}},
            "/programs": again,
            f"/programs/{program['id']}/launch": {}}


def test_a_repeat_gives_the_first_answer_again(api, campaigns, callees):
    for path, body in bodies(campaigns, callees).items():
        key = str(uuid.uuid4())
        first, second = (repeated(api, path, body, key) for _ in range(2))
        assert first.ok, (path, first.text)
        assert (second.status_code, second.json()) == (first.status_code, first.json()), path


def test_another_body_under_the_same_key_is_refused(api):
    key = str(uuid.uuid4())
    assert repeated(api, "/audience", {"name": "The first"}, key).status_code == 201
    refused = repeated(api, "/audience", {"name": "The second"}, key)
    assert (refused.status_code, refused.json()["error"]) == (422, "IdempotencyKeyReusedError")


def test_many_at_once_have_one_effect(api, suite):
    name, key = f"Race {uuid.uuid4()}", str(uuid.uuid4())
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: repeated(api, "/audience", {"name": name}, key), range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert any(answer.status_code == 201 for answer in answers)
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["error"] == "IdempotencyKeyInUseError"
    assert api.get("/audience", search=name)["meta"]["total"] == 1


@pytest.mark.parametrize("key", ["x" * 300, ""])
def test_a_key_that_is_none_does_no_harm(api, key):
    assert repeated(api, "/audience", {"name": f"Odd {uuid.uuid4()}"}, key).status_code in (201, 400)
