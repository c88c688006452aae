"""Wrong requests: each with its status, its error's name and the place that it is told of."""
import pytest

NONE = "01920000-0000-7000-8000-000000000000"
GRAPH = {"startNodeId": "x", "nodes": []}
LONG = "n" * 65
TWICE = '{"primaryPhone": "+212611111111", "city": "Rabat", "city": "Rabat"}'

# method, path, body (text: sent as it is), status, error, member named in fieldErrors
TABLE = [
    # Bodies.
    ("POST", "/audience", "", 400, "ValidationError", "name"),
    ("POST", "/audience", "{", 400, "ValidationError", None),
    ("POST", "/audience", "[]", 400, "ValidationError", None),
    ("POST", "/audience", '{"name": "abc"} x', 400, "ValidationError", None),
    ("POST", "/audience", b'{"name": "\xff\xfe\xff"}', 400, "ValidationError", None),
    ("POST", "/audience", {"name": "abc", "colour": "red"}, 400, "ValidationError", "colour"),
    ("POST", "/audience", {"name": 7}, 400, "ValidationError", "name"),
    ("POST", "/audience", {"name": ["abc"]}, 400, "ValidationError", "name"),
    # Audiences.
    ("POST", "/audience", {"name": "ab"}, 400, "ValidationError", "name"),
    ("POST", "/audience", {"name": LONG}, 400, "ValidationError", "name"),
    ("POST", "/audience", {"name": None}, 400, "ValidationError", "name"),
    ("POST", "/audience", {"name": "abc", "description": "d" * 257}, 400, "ValidationError",
     "description"),
    ("GET", f"/audience/{NONE}", None, 404, "AudienceNotFoundError", None),
    ("GET", "/audience/7", None, 400, "ValidationError", "id"),
    ("POST", f"/audience/{NONE}/add-contacts", {"contacts": [NONE]}, 404, "AudienceNotFoundError",
     None),
    ("POST", f"/audience/{NONE}/add-contacts", {"contacts": []}, 400, "ValidationError", "contacts"),
    ("POST", f"/audience/{NONE}/add-contacts", {"contacts": ["x"]}, 400, "ValidationError",
     "contacts[0]"),
    ("GET", f"/audience/{NONE}/contacts", None, 404, "AudienceNotFoundError", None),
    # Contacts.
    ("POST", "/contact", {}, 400, "ValidationError", "primaryPhone"),
    ("POST", "/contact", {"primaryPhone": "12"}, 400, "ValidationError", "primaryPhone"),
    ("POST", "/contact", {"primaryPhone": "+" + "2" * 20}, 400, "ValidationError", "primaryPhone"),
    ("POST", "/contact", {"primaryPhone": "2.12E+11"}, 400, "ValidationError", "primaryPhone"),
    ("POST", "/contact", {"primaryPhone": "+212611111111", "firstName": LONG}, 400,
     "ValidationError", "firstName"),
    ("POST", "/contact", {"primaryPhone": "+212611111111", "primaryEmail": "at home"}, 400,
     "ValidationError", "primaryEmail"),
    ("POST", "/contact", {"primaryPhone": "+212611111111", "gender": "x"}, 400, "ValidationError",
     "gender"),
    ("POST", "/contact", {"primaryPhone": "+212611111111", "language": "de"}, 400,
     "ValidationError", "language"),
    ("POST", "/contact", {"primaryPhone": "+212611111111", "timezone": "Mars/Base"}, 400,
     "ValidationError", "timezone"),
    ("POST", "/contact", {"primaryPhone": "+212611111111", "nickname": "z"}, 400, "ValidationError",
     "nickname"),
    ("POST", "/contact", TWICE, 400, "ValidationError", "city"),
    ("GET", f"/contact/{NONE}", None, 404, "ContactNotFoundError", None),
    ("GET", "/contact/abc", None, 400, "ValidationError", "id"),
    ("DELETE", f"/contact/{NONE}", None, 404, "ContactNotFoundError", None),
    ("POST", "/contact/upsert", {}, 400, "ValidationError", "data"),
    ("POST", "/contact/upsert", {"data": []}, 400, "ValidationError", "data"),
    ("POST", "/contact/upsert", {"data": {}}, 400, "ValidationError", "data"),
    ("POST", "/contact/upsert", {"contacts": []}, 400, "ValidationError", "contacts"),
    # Lists.
    ("GET", "/contact?page=0", None, 400, "ValidationError", "page"),
    ("GET", "/contact?page=x", None, 400, "ValidationError", "page"),
    ("GET", "/contact?limit=101", None, 400, "ValidationError", "limit"),
    ("GET", "/contact?limit=0", None, 400, "ValidationError", "limit"),
    ("GET", "/contact?limit=-1", None, 400, "ValidationError", "limit"),
    ("GET", "/contact?sortBy=shoeSize", None, 400, "ValidationError", "sortBy"),
    ("GET", "/contact?sortOrder=up", None, 400, "ValidationError", "sortOrder"),
    ("GET", "/contact?search=" + "s" * 101, None, 400, "ValidationError", "search"),
    ("GET", "/contact?colour=red", None, 400, "ValidationError", "colour"),
    ("GET", "/contact?cursor=nonsense", None, 400, "ValidationError", "cursor"),
    ("GET", "/dids/available?sortBy=status", None, 400, "ValidationError", "sortBy"),
    ("GET", "/dids/available?limit=101", None, 400, "ValidationError", "limit"),
    ("GET", "/program-executions?status=asleep", None, 400, "ValidationError", "status"),
    # Flows and audio.
    ("POST", "/flows", {"name": "abc"}, 400, "ValidationError", "graph"),
    ("POST", "/flows", {"graph": GRAPH}, 400, "ValidationError", "name"),
    ("POST", "/flows", {"name": "n" * 256, "graph": GRAPH}, 400, "ValidationError", "name"),
    ("POST", "/flows", {"name": "abc", "graph": 7}, 400, "ValidationError", "graph"),
    ("GET", f"/flows/{NONE}", None, 404, "FlowNotFoundError", None),
    ("GET", f"/audio-management/{NONE}", None, 404, "AudioNotFoundError", None),
    ("POST", "/audio-management/upload", {}, 400, "ValidationError", None),
    # Programs.
    ("POST", "/programs", {}, 400, "ValidationError", "name"),
    ("POST", "/programs", {"name": "abc", "flowId": "x", "audienceId": NONE, "didPool": ["1"]}, 400,
     "ValidationError", "flowId"),
    ("POST", "/programs", {"name": "abc", "flowId": NONE, "audienceId": NONE, "didPool": ["1"],
                           "retryStrategy": {"type": "daily"}}, 400, "ValidationError",
     "retryStrategy.type"),
    ("POST", "/programs", {"name": "abc", "flowId": NONE, "audienceId": NONE, "didPool": ["1"],
                           "retryStrategy": {"type": "none", "colour": 1}}, 400, "ValidationError",
     "retryStrategy.colour"),
    ("POST", "/programs", {"name": "abc", "flowId": NONE, "audienceId": NONE, "didPool": ["1"],
                           "retryStrategy": {"type": "fixed_delay", "delayMinutes": -1,
                                             "maxRetries": 1}}, 400, "ValidationError",
     "retryStrategy.delayMinutes"),
    ("POST", "/programs", {"name": "abc", "flowId": NONE, "audienceId": NONE, "didPool": ["1"],
                           "timezone": "Nowhere/City"}, 400, "ValidationError", "timezone"),
    ("POST", "/programs", {"name": "abc", "flowId": NONE, "audienceId": NONE, "didPool": ["1"],
                           "timezone": "GMT+3"}, 400, "ValidationError", "timezone"),
    ("POST", "/programs", {"name": "abc", "flowId": None, "audienceId": NONE, "didPool": ["1"]},
     400, "ValidationError", "flowId"),
    ("POST", "/programs", {"name": "abc", "flowId": NONE, "audienceId": NONE}, 400,
     "ValidationError", "didPool"),
    ("POST", "/programs", {"name": "abc", "flowId": NONE, "audienceId": NONE, "didPool": ["1"],
                           "status": "sleeping"}, 400, "ValidationError", "status"),
    ("GET", f"/programs/{NONE}", None, 404, "ProgramNotFoundError", None),
    ("POST", f"/programs/{NONE}/launch", {}, 404, "ProgramNotFoundError", None),
    ("GET", f"/programs/{NONE}/executions", None, 404, "ProgramNotFoundError", None),
    # Executions and reports.
    ("GET", f"/program-executions/{NONE}", None, 404, "ExecutionNotFoundError", None),
    ("PATCH", f"/program-executions/{NONE}/pause", {}, 404, "ExecutionNotFoundError", None),
    ("PATCH", f"/program-executions/{NONE}/resume", {}, 404, "ExecutionNotFoundError", None),
    ("PATCH", f"/program-executions/{NONE}/cancel", {}, 404, "ExecutionNotFoundError", None),
    ("DELETE", f"/program-executions/{NONE}", None, 404, "ExecutionNotFoundError", None),
    ("GET", f"/program-executions/{NONE}/report/calls", None, 404, "ExecutionNotFoundError", None),
    ("GET", f"/call-report/{NONE}", None, 404, "JobNotFoundError", None),
    ("GET", "/call-report/x", None, 400, "ValidationError", "jobId"),
    # What is not the organization's to do, and what is not there.
    ("POST", "/dids", {"number": "+212520000009", "country": "MA"}, 403, "ForbiddenError", None),
    ("POST", "/trunks", {"name": "abc", "host": "127.0.0.1"}, 403, "ForbiddenError", None),
    ("GET", "/nowhere", None, 404, "NotFoundError", None),
    ("PUT", f"/audience/{NONE}/add-contacts", {}, 405, "MethodNotAllowedError", None),
]


@pytest.mark.parametrize("method, path, body, status, error, place", TABLE, ids=[
    f"{row[0]} {row[1][:45]} {str(row[2])[:45]}" for row in TABLE])
def test_a_wrong_request_is_told_what_is_wrong(api, method, path, body, status, error, place):
    sent = {} if body is None else {"data": body} if isinstance(body, (str, bytes)) else {"json": body}
    answer = api.ask(method, path, **sent)
    told = answer.json()
    assert (answer.status_code, told["error"]) == (status, error), told
    assert told["statusCode"] == status and told["requestId"]
    assert told["path"] == "/api" + path.split("?")[0]
    if place:
        assert place in told["fieldErrors"], told


def test_a_body_that_is_too_large_is_refused(api):
    answer = api.ask("POST", "/contact/upsert", data=b'{"data": "' + b"x" * (64 << 20) + b'"}')
    assert (answer.status_code, answer.json()["error"]) == (413, "PayloadTooLargeError")
