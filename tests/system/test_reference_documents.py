"""Every request and promise of the two reference documents about contacts, credentials and content;
those about calls are in test_reference_calls.py. The comment beside each test is the sentence that it
stands for; at the end of that file stand the sentences without a test, with the reason."""
import itertools
import json
import time
import uuid

import pytest
import requests

import flows
import sound
from callee import Behaviour
from client import Client
from documents import Curl
from waiting import eventually

_next = itertools.count(1)


def phone():
    """A Moroccan mobile that no other test has."""
    return f"+21266{next(_next):07}"


@pytest.fixture(scope="module")
def curl(suite):
    return Curl(suite.url, suite.api_key)


def upsert(api, *items):
    answer = api.post("/contact/upsert", {"data": list(items)}, status=200)
    assert answer["failed"] == 0, answer
    return [result["id"] for result in answer["results"]]


@pytest.fixture(scope="module")
def attributes(api):
    """Custom attributes are made once."""
    def make(display_name, kind):
        name = display_name.lower().replace(" ", "_")
        if name not in {it["name"] for it in api.pages("/custom-attributes")}:
            made = api.post("/custom-attributes", {"displayName": display_name, "type": kind})
            assert made["name"] == name

    return make


# Managing contacts: "The upsert endpoint is your primary tool for bulk imports", word for word.
# "New contacts (phone not found) → Created. Existing contacts (phone matches) → Updated. Matching is
# by primaryPhone within your organization."
def test_the_bulk_upsert_of_the_guide(curl):
    def send(first, second):
        return curl("POST", "/contact/upsert", "-H", "Content-Type: application/json", "-d", """{
    "data": [
      { "primaryPhone": "+212612345678", "firstName": "%s" },
      { "primaryPhone": "+212612345679", "firstName": "%s" }
    ]
  }""" % (first, second))

    name = f"Ahmed {uuid.uuid4().hex[:8]}"
    send("Someone", "Fatima")
    answer = send(name, "Fatima")
    assert answer.status == 200
    assert [it["outcome"] for it in answer.body["results"]] == ["updated", "unchanged"]
    assert answer.body["updated"] == 1
    one, other = phone(), phone()
    made = curl("POST", "/contact/upsert", "-d", json.dumps(
        {"data": [{"primaryPhone": one, "firstName": "Ahmed"}, {"primaryPhone": other}]})).body
    assert (made["created"], [it["outcome"] for it in made["results"]]) == (2, ["created"] * 2)


# "Recommended batch size: 100-500 contacts per request. Maximum: 1000 contacts per request."
# The batching example is JavaScript: its fetch sends a text without naming JSON.
def test_the_batching_example_of_the_guide(curl, tmp_path):
    def fetch(count):
        body = tmp_path / "body"
        body.write_text(json.dumps({"data": [{"primaryPhone": phone()} for _ in range(count)]}))
        return curl("POST", "/contact/upsert", "-H", "Content-Type: text/plain;charset=UTF-8",
                    "--data-binary", f"@{body}")

    assert (fetch(500).status, fetch(1000).status) == (200, 200)
    refused = fetch(1001)
    assert (refused.status, refused.body["error"]) == (400, "ValidationError")
    assert "1000" in str(refused.body["fieldErrors"]).replace(",", "")


# "Normalize phone numbers", "Same phone = same contact"; FAQ: "+212612345678", "06-12-34-56-78
# (spaces/dashes)", "0612345678 (missing country code)", "212612345678 ← Without +".
def test_every_spelling_of_a_phone_is_one_contact(api, curl):
    number = phone()
    national = number[4:]
    spellings = [number, f"0{national}", number[1:], f"00{number[1:]}",
                 "0" + "-".join([national[0], national[1:3], national[3:5], national[5:7],
                                 national[7:]]),
                 f"+212 {national[:3]} {national[3:]}",
                 f"0{national}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))]
    ids = set()
    for spelling in spellings:
        ids.update(upsert(api, {"primaryPhone": spelling}))
    assert len(ids) == 1
    contact = api.get(f"/contact/{ids.pop()}")
    assert contact["phoneE164"] == number and contact["primaryPhone"] == spellings[-1]
    for spelling in spellings:
        found = api.get("/contact", search=spelling)["data"]
        assert [it["phoneE164"] for it in found] == [number], spelling


# "Validate required fields - At minimum, primaryPhone"; FAQ: "Phone numbers must be 3-20 characters."
def test_a_contact_needs_its_phone_of_3_to_20_characters(api):
    answer = api.post("/contact/upsert", {"data": [{"firstName": "Nobody"}, {"primaryPhone": "12"},
                                                   {"primaryPhone": "1" * 21},
                                                   {"primaryPhone": phone()}]}, status=200)
    assert [it["outcome"] for it in answer["results"]] == ["failed"] * 3 + ["created"]
    assert all(it["errors"][0]["path"] == "primaryPhone" for it in answer["results"][:3])


# "Field mapping": mobile, name, mail, balance.
def test_the_field_mapping_of_the_guide(api, attributes):
    attributes("Account Balance", "number")
    contact, = upsert(api, {"primaryPhone": phone(), "fullName": "Ahmed Alaoui",
                            "primaryEmail": "ahmed@example.com",
                            "customAttributes": {"account_balance": 1500}})
    told = api.get(f"/contact/{contact}")
    assert (told["fullName"], told["primaryEmail"]) == ("Ahmed Alaoui", "ahmed@example.com")
    assert told["customAttributes"]["account_balance"] == 1500
    # "(or split into firstName/lastName)"
    split, = upsert(api, {"primaryPhone": phone(), "firstName": "Ahmed", "lastName": "Alaoui"})
    assert api.get(f"/contact/{split}")["fullName"] == "Ahmed Alaoui"


# "Define custom attributes first"; "Plan your custom attributes before importing": three requests,
# without a Content-Type (curl then says that it sends a form).
def test_the_custom_attributes_of_the_guide(curl, api):
    wanted = {"account_balance": '{"displayName": "Account Balance", "type": "number"}',
              "subscription_tier": '{"displayName": "Subscription Tier", "type": "text"}',
              "last_contact": '{"displayName": "Last Contact", "type": "date"}'}
    for body in wanted.values():
        answer = curl("POST", "/custom-attributes", "-d", body)
        assert answer.status in (201, 409), answer.body
    known = {it["name"]: it["type"] for it in api.pages("/custom-attributes")}
    assert {name: known[name] for name in wanted} == {
        "account_balance": "number", "subscription_tier": "text", "last_contact": "date"}


def test_an_attribute_that_was_not_defined_refuses_only_its_item(api, attributes):
    attributes("Account Balance", "number")
    answer = api.post("/contact/upsert", {"data": [
        {"primaryPhone": phone(), "customAttributes": {"shoe_size": 42}},
        {"primaryPhone": phone(), "customAttributes": {"account_balance": "much"}},
        {"primaryPhone": phone(), "customAttributes": {"account_balance": 42}}]}, status=200)
    assert [it["outcome"] for it in answer["results"]] == ["failed", "failed", "created"]
    assert [it["errors"][0]["path"] for it in answer["results"][:2]] == \
        ["customAttributes.shoe_size", "customAttributes.account_balance"]


# "Use upsert to update attribute values in bulk"; "Only specified attributes are updated—others remain
# unchanged."
def test_only_specified_attributes_change(curl, api, attributes):
    for name, kind in (("Account Balance", "number"), ("Subscription Tier", "text"),
                       ("Last Contact", "date")):
        attributes(name, kind)
    upsert(api, {"primaryPhone": "+212612345678", "firstName": "Ahmed",
                 "customAttributes": {"subscription_tier": "gold", "last_contact": "2025-01-15",
                                      "account_balance": 1}},
           {"primaryPhone": "+212612345679", "customAttributes": {"account_balance": 2}})
    answer = curl("POST", "/contact/upsert", "-d", """{
  "data": [
    { "primaryPhone": "+212612345678", "customAttributes": { "account_balance": 1500 } },
    { "primaryPhone": "+212612345679", "customAttributes": { "account_balance": 2300 } }
  ]
}""")
    assert answer.body["updated"] == 2
    first, second = (api.get(f"/contact/{it['id']}") for it in answer.body["results"])
    assert first["customAttributes"]["account_balance"] == 1500
    assert first["customAttributes"]["subscription_tier"] == "gold"
    assert first["customAttributes"]["last_contact"].startswith("2025-01-15")
    assert first["firstName"] == "Ahmed"
    assert second["customAttributes"]["account_balance"] == 2300


# "Audience refresh workflow", its four requests.
def test_the_audience_refresh_workflow(curl):
    fresh = curl("POST", "/audience", "-d", '{"name": "High Balance Customers - Jan 2025"}')
    assert fresh.status == 201
    people = curl("POST", "/contact/upsert", "-d",
                  json.dumps({"data": [{"primaryPhone": phone()} for _ in range(3)]}))
    ids = [it["id"] for it in people.body["results"]]
    added = curl("POST", f"/audience/{fresh.body['id']}/add-contacts", "-d",
                 json.dumps({"contacts": ids}))
    assert (added.status, added.body["added"], added.body["contactCount"]) == (200, 3, 3)
    members = curl("GET", f"/audience/{fresh.body['id']}/contacts").body
    assert {it["id"] for it in members["data"]} == set(ids)
    # "Repeat periodically to refresh": the same again harms nothing.
    again = curl("POST", f"/audience/{fresh.body['id']}/add-contacts", "-d",
                 json.dumps({"contacts": ids}))
    assert (again.body["added"], again.body["contactCount"]) == (0, 3)


# FAQ: "One contact can belong to multiple audiences." "Contacts are NOT deleted. Only the audience
# grouping is removed. Contacts remain in your organization and can be added to other audiences."
def test_a_contact_is_in_many_audiences_and_outlives_them(api, campaigns):
    contact, = upsert(api, {"primaryPhone": phone()})
    one, other = campaigns.audience([contact]), campaigns.audience([contact])
    assert {it["id"] for it in api.get(f"/contact/{contact}/audiences")["data"]} == {one, other}
    api.delete(f"/audience/{one}")
    assert api.ask("GET", f"/audience/{one}").json()["error"] == "AudienceNotFoundError"
    assert api.get(f"/contact/{contact}")["id"] == contact
    assert [it["id"] for it in api.get(f"/contact/{contact}/audiences")["data"]] == [other]
    assert campaigns.audience([contact])


# "Handling deletes": A "Soft delete (preserves history)", B "Remove from active audiences (keeps
# contact but excludes from campaigns)", C "Flag with a custom attribute (e.g., is_active: false)".
# FAQ: "DELETE /contact/:id - Contact is marked as deleted but data is retained."
def test_the_three_ways_to_handle_a_delete(api, campaigns, callees, attributes):
    number = callees.new()
    report = campaigns.run(number)
    contact = report["contactId"]
    api.delete(f"/contact/{contact}")
    assert api.ask("GET", f"/contact/{contact}").status_code == 404
    assert api.get(f"/call-report/{report['jobId']}")["contactId"] == contact
    again, = upsert(api, {"primaryPhone": number})
    assert again != contact

    audience = campaigns.audience([again])
    api.post(f"/audience/{audience}/remove-contacts", {"contacts": [again]}, status=200)
    assert api.get(f"/audience/{audience}")["contactCount"] == 0
    assert api.get(f"/contact/{again}")["id"] == again

    attributes("Is Active", "boolean")
    upsert(api, {"primaryPhone": number, "customAttributes": {"is_active": False}})
    assert api.get(f"/contact/{again}")["customAttributes"]["is_active"] is False


# "Always paginate large result sets": its two requests, and "Use the meta response to know when
# you're done".
def test_the_pages_of_the_guide(curl):
    first = curl("GET", "/contact?page=1&limit=100").body
    assert len(first["data"]) <= 100
    assert {"page": 1, "limit": 100, "hasPreviousPage": False}.items() <= first["meta"].items()
    assert first["meta"]["totalPages"] == -(-first["meta"]["total"] // 100)
    second = curl("GET", "/contact?page=2&limit=100").body
    assert second["meta"]["page"] == 2 and second["meta"]["hasPreviousPage"] is True
    assert not {it["id"] for it in first["data"]} & {it["id"] for it in second["data"]}


# "Data export": the loop of the guide, page by page until hasNextPage is false.
def test_the_export_loop_of_the_guide(suite, api):
    mark = f"Export{uuid.uuid4().hex[:10]}"
    upsert(api, *({"primaryPhone": phone(), "lastName": mark} for _ in range(230)))
    page, found = 1, []
    while True:
        answer = api.get("/contact", page=page, limit=100, search=mark)
        found += answer["data"]
        if not answer["meta"]["hasNextPage"]:
            break
        page += 1
    assert (page, len({it["id"] for it in found})) == (3, 230)
    # Ours: the same in one request, as CSV and NDJSON.
    csv = api.ask("GET", f"/contact/export?format=csv&search={mark}")
    assert csv.headers["Content-Type"].startswith("text/csv") and csv.text.count(mark) >= 230
    lines = api.ask("GET", f"/contact/export?format=ndjson&search={mark}").text.splitlines()
    assert {json.loads(line)["id"] for line in lines} == {it["id"] for it in found}


# "Efficient searching": its two requests.
def test_the_searches_of_the_guide(curl, api):
    upsert(api, {"primaryPhone": phone(), "firstName": "Ahmed"})
    found = curl("GET", "/contact?search=ahmed").body
    assert found["data"] and all("ahmed" in json.dumps(it).lower() for it in found["data"])
    times = [it["createdAt"] for it in curl("GET", "/contact?sortBy=createdAt&sortOrder=desc").body["data"]]
    assert times == sorted(times, reverse=True)


# "Remove bounced/invalid phone numbers": a number that is none is marked, and never dialled.
def test_an_invalid_phone_is_marked(api):
    contact, = upsert(api, {"primaryPhone": "+212 62"})
    assert api.get(f"/contact/{contact}")["phoneStatus"] == "invalid"


# FAQ, authentication: "include it in the Authorization header: Authorization: Bearer YOUR_API_KEY".
def test_both_headers_of_the_documents_open(curl, suite):
    for header in (f"Authorization: Bearer {suite.api_key}", f"x-api-key: {suite.api_key}"):
        assert curl("GET", "/contact", "-H", header, credentials=False).status == 200


# "I'm getting 401: API key expired or revoked. Missing or malformed Authorization header. Typo in
# your API key": each is told apart.
def test_each_401_says_its_cause(curl, suite, api):
    def refused(*headers):
        arguments = [it for header in headers for it in ("-H", header)]
        answer = curl("GET", "/contact", *arguments, credentials=False)
        assert (answer.status, answer.body["error"]) == (401, "UnauthorizedError")
        assert answer.body["hint"]
        return answer.body["message"].lower()

    typo = suite.api_key[:-1] + ("a" if suite.api_key[-1] != "a" else "b")
    told = [refused(), refused("Authorization: Token abc"), refused(f"Authorization: Bearer {typo}")]
    assert len(set(told)) == 3

    revoked = api.post("/auth/api-keys", {"name": "To be revoked", "role": "agent"})
    assert curl("GET", "/contact", "-H", f"x-api-key: {revoked['secret']}", credentials=False).status == 200
    api.delete(f"/auth/api-keys/{revoked['id']}")
    gone_within(5, lambda: Client(suite.url, revoked["secret"]))
    assert "revoked" in refused(f"Authorization: Bearer {revoked['secret']}")

    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
    expiring = api.post("/auth/api-keys", {"name": "Short", "role": "agent", "expiresAt": soon})
    gone_within(5, lambda: Client(suite.url, expiring["secret"]))
    assert "expired" in refused(f"Authorization: Bearer {expiring['secret']}")


def gone_within(seconds, client):
    eventually(lambda: client().ask("GET", "/users/me").status_code == 401, seconds, "the key ends")


# "You can have multiple API keys: per environment, per integration, per team member." "How do I
# rotate my API key safely?": both work until the old one is revoked.
def test_keys_are_many_and_rotated_with_an_overlap(suite, api):
    old = api.post("/auth/api-keys", {"name": "CRM", "role": "manager", "environment": "production",
                                      "integration": "crm"})
    new = api.post("/auth/api-keys", {"name": "CRM, new", "role": "manager",
                                      "environment": "production", "integration": "crm"})
    for key in (old, new):
        Client(suite.url, key["secret"]).get("/contact")
    api.delete(f"/auth/api-keys/{old['id']}")
    gone_within(5, lambda: Client(suite.url, old["secret"]))
    Client(suite.url, new["secret"]).get("/contact")
    listed = api.get("/auth/api-keys")["apiKeys"]
    assert new["id"] in {it["id"] for it in listed} and all("secret" not in it for it in listed)


# "Should I use API keys or JWT in production?": "JWT tokens for user-facing applications".
def test_a_person_logs_in_and_is_refreshed(suite, api):
    email = f"{uuid.uuid4().hex}@example.com"
    api.post("/members", {"email": email, "role": "agent", "password": "correct horse battery"})
    anyone = Client(suite.url)
    wrong = anyone.ask("POST", "/auth/login", json={"email": email, "password": "battery staple"})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "UnauthorizedError")
    tokens = anyone.post("/auth/login", {"email": email, "password": "correct horse battery"}, status=200)
    person = Client(suite.url, tokens["access_token"])
    assert person.get("/users/me")["email"] == email
    assert person.ask("POST", "/audience", json={"name": "Not an agent's"}).status_code == 403
    fresh = anyone.post("/auth/refresh", {"refresh_token": tokens["refresh_token"]}, status=200)
    assert fresh["refresh_token"] != tokens["refresh_token"]
    assert Client(suite.url, fresh["access_token"]).get("/users/me")["email"] == email


# "Rate limiting: 10 requests per second"; "I'm getting 429: Check response headers for rate limit
# details", "Implement exponential backoff".
def test_too_many_requests_are_told_when_to_come_back(suite, organizations):
    key = organizations.new(requestsPerSecond=None, writesPerSecond=None)["apiKey"]["secret"]
    curl = Curl(suite.url, key)
    with requests.Session() as session:
        session.headers["x-api-key"] = key
        answers = [session.post(f"{suite.url}/api/contact/upsert", timeout=10,
                                data=json.dumps({"data": [{"primaryPhone": phone()}]}))
                   for _ in range(30)]
    statuses = [it.status_code for it in answers]
    assert set(statuses) == {200, 429} and statuses[:10] == [200] * 10
    for answer in answers:
        assert answer.headers["X-RateLimit-Limit"] == "10"
        assert answer.headers["X-RateLimit-Remaining"] and answer.headers["X-RateLimit-Reset"]
    late = next(it for it in answers if it.status_code == 429)
    assert late.json()["error"] == "RateLimitError" and int(late.headers["Retry-After"]) >= 1
    time.sleep(int(late.headers["Retry-After"]))
    assert curl("POST", "/contact/upsert", "-d",
                json.dumps({"data": [{"primaryPhone": phone()}]})).status == 200


# "POST /audio-management/upload using multipart/form-data"; "audio/wav, audio/mp3, audio/mpeg";
# "Audio is processed to telephony-optimized format (8kHz sample rate, mono)"; "Response includes the
# id to use in your Play nodes."
@pytest.mark.parametrize("kind, content_type", [("wav", "audio/wav"), ("mp3", "audio/mp3"),
                                                ("mp3", "audio/mpeg")])
def test_the_audio_formats_of_the_faq(api, kind, content_type):
    data = sound.tone(440, 1.2) if kind == "wav" else sound.mp3(440, 1.2)
    made = api.upload("/audio-management/upload", f"hello.{kind}", data, content_type)
    assert abs(made["durationSeconds"] - 1.2) < 0.15
    # Everything but what a graph says of it stays as it was sent.
    assert api.ask("GET", f"/audio-management/audio/{made['id']}").content == data


# "To update metadata (title, description, tags)"; "To replace the audio content, upload a new file and
# update your flows to reference the new audio ID."
def test_the_metadata_of_an_audio_changes_and_its_content_does_not(api, campaigns):
    made = api.upload("/audio-management/upload", "a.wav", sound.tone(440, 0.5), title="Old")
    changed = api.put(f"/audio-management/{made['id']}", {
        "title": "New", "description": "Said at noon", "tags": ["noon"]})
    assert (changed["title"], changed["description"], changed["tags"]) == \
        ("New", "Said at noon", ["noon"])
    assert changed["file"] == made["file"]
    flow = campaigns.flow(flows.plays(made["id"]))
    other = api.upload("/audio-management/upload", "b.wav", sound.tone(880, 0.5))
    answer = api.put(f"/flows/{flow}", {"graph": flows.plays(other["id"])})
    assert answer["version"] == 2 and answer["graph"] == flows.plays(other["id"])
    # Named there: AudioInUseError.
    refused = api.ask("DELETE", f"/audio-management/{other['id']}")
    assert (refused.status_code, refused.json()["error"]) == (409, "AudioInUseError")
    api.delete(f"/audio-management/{made['id']}")


# "Dictionaries map keys to audio files for dynamic content": "Key "1" → audio of "one" spoken".
def test_the_dictionary_of_the_faq(api):
    dictionary = api.post("/dictionaries", {"name": "Numbers", "language": "fr"})
    for key, hertz in (("1", 440), ("100", 550), ("thousand", 660)):
        api.upload(f"/dictionaries/{dictionary['id']}/entries", f"{key}.wav",
                   sound.tone(hertz, 0.3), key=key)
    entries = api.get(f"/dictionaries/{dictionary['id']}/entries")
    entries = entries["data"] if isinstance(entries, dict) else entries
    assert {it["key"] for it in entries} == {"1", "100", "thousand"}
    listed = api.get("/dictionaries")
    assert isinstance(listed, list) and dictionary["id"] in {it["id"] for it in listed}


# "Use the validate endpoint to check your flow without saving."
def test_a_flow_is_validated_without_being_saved(api, curl, campaigns):
    before = api.get("/flows", limit=1)["meta"]["total"]
    answer = curl("POST", "/flows/validate", "-d", json.dumps(flows.plays(campaigns.audio)))
    assert answer.status == 200 and answer.body["valid"] is True and answer.body["errors"] == []
    assert api.get("/flows", limit=1)["meta"]["total"] == before


# "Can I reuse flows across multiple programs? Yes!"
def test_a_flow_serves_many_programs(api, campaigns, callees):
    flow = campaigns.flow(flows.hangs_up())
    for _ in range(2):
        program = campaigns.program([callees.new()], flowId=flow)
        campaigns.finish(api.post(f"/programs/{program['id']}/launch")["executionId"])


# "Note: Deleting a contact doesn't cancel in-progress calls to that contact."
def test_deleting_a_contact_lets_its_call_go_on(api, campaigns, callees, peer):
    number = callees.new(Behaviour(after=1.0))
    execution = campaigns.launch([number], flows.plays(campaigns.audio))
    peer.wait_for(lambda: peer.seen(number), 10, "the phone rings")
    contact = api.get("/contact", search=number)["data"][0]["id"]
    api.delete(f"/contact/{contact}")
    campaigns.finish(execution)
    report, = campaigns.settled_reports(execution, 1)
    assert report["outcome"] == "completed"
