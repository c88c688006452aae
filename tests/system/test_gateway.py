"""What holds for every endpoint: credentials, headers, errors, and the pages beside the API."""
import re
import uuid

import pytest
import requests

from client import Client


def test_both_credential_headers_open(suite):
    for headers in ({"Authorization": f"Bearer {suite.api_key}"},
                    {"authorization": f"bearer {suite.api_key}"}, {"x-api-key": suite.api_key}):
        answer = requests.get(f"{suite.url}/api/users/me", headers=headers, timeout=5)
        assert answer.status_code == 200, headers


def test_the_organization_is_told(api, suite):
    organization = api.get("/users/me")["organization"]
    assert organization["id"] == suite.org
    assert (organization["country"], organization["timezone"]) == ("MA", "Africa/Casablanca")
    assert organization["status"] == "active"


@pytest.mark.parametrize("headers", [
    {}, {"Authorization": "Bearer"}, {"Authorization": "Basic YTpi"},
    {"Authorization": "Bearer nonsense"}, {"x-api-key": "nonsense"}, {"x-api-key": ""}])
def test_without_a_key_nothing_opens(suite, headers):
    for path in ("/users/me", "/contact", "/programs"):
        answer = requests.get(f"{suite.url}/api{path}", headers=headers, timeout=5)
        assert (answer.status_code, answer.json()["error"]) == (401, "UnauthorizedError")


def test_a_changed_key_does_not_open(suite):
    last = "a" if suite.api_key[-1] != "a" else "b"
    assert Client(suite.url, suite.api_key[:-1] + last).ask("GET", "/contact").status_code == 401


def test_the_platform_key_belongs_to_no_organization(admin, api):
    assert admin.ask("GET", "/contact").status_code == 403
    assert api.ask("GET", "/trunks").status_code == 403


def test_an_error_has_all_its_members(api):
    answer = api.ask("POST", "/audience", json={"name": "ab"}, headers={"X-Request-Id": "my-id"})
    body = answer.json()
    assert answer.status_code == body["statusCode"] == 400
    assert body["error"] == "ValidationError" and body["message"] and body["hint"]
    assert list(body["fieldErrors"]) == ["name"]
    assert body["path"] == "/api/audience"
    assert body["requestId"] == answer.headers["X-Request-Id"] == "my-id"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", body["timestamp"])


def test_a_request_id_is_made_when_none_is_sent(api):
    one, other = (api.ask("GET", "/contact").headers["X-Request-Id"] for _ in range(2))
    assert one and one != other


def test_every_answer_tells_the_rate_limit(api):
    headers = api.ask("GET", "/contact").headers
    assert int(headers["X-RateLimit-Limit"]) >= int(headers["X-RateLimit-Remaining"])
    assert headers["X-RateLimit-Reset"]


def test_a_json_body_is_read_whatever_the_content_type(api):
    for content_type in (None, "text/plain", "application/x-www-form-urlencoded"):
        headers = {"Content-Type": content_type} if content_type else {}
        answer = api.ask("POST", "/audience", data=f'{{"name": "A{uuid.uuid4()}"}}', headers=headers)
        assert answer.status_code == 201, answer.text


def test_a_path_that_is_none_and_a_method_that_is_none(api):
    assert api.ask("GET", "/nowhere").status_code == 404
    refused = api.ask("PUT", "/contact/upsert", json={})
    assert refused.status_code in (404, 405)


def test_the_pages_beside_the_api_open_without_a_key(suite):
    for path in ("/healthz", "/readyz", "/openapi.json"):
        assert requests.get(suite.url + path, timeout=5).status_code == 200, path


def test_openapi_describes_what_there_is(suite):
    described = requests.get(f"{suite.url}/openapi.json", timeout=5).json()
    assert described["openapi"].startswith("3.1")
    for path, method in [("/api/contact/upsert", "post"), ("/api/programs/{id}/launch", "post"),
                         ("/api/program-executions/{id}/pause", "patch"),
                         ("/api/call-report/{jobId}", "get"),
                         ("/api/audio-management/upload", "post")]:
        assert method in described["paths"][path], path


def test_every_service_is_ready_and_counts(suite):
    for port in (20180, 20182, 20183, 20185, 20190):
        for path in ("healthz", "readyz", "metrics"):
            answer = requests.get(f"http://127.0.0.1:{port}/{path}", timeout=5)
            assert answer.status_code == 200, (port, path)
