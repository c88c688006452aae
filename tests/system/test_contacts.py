"""Contacts: one person, one contact, however the number is spelled."""
import uuid

import pytest

SPELLINGS = ["+212662345678", "0662345678", "06-62-34-56-78", "212662345678", "00212662345678",
             "+212 662 345 678", "٠٦٦٢٣٤٥٦٧٨"]


def upsert(api, *items):
    return api.post("/contact/upsert", {"data": list(items)}, status=200)


def test_a_new_contact_is_answered_whole(api, suite, callees):
    phone = callees.new()
    made = api.post("/contact", {"primaryPhone": phone, "firstName": "Ahmed", "lastName": "Alaoui",
                                 "city": "Rabat", "language": "fr"})
    assert made["primaryPhone"] == made["phoneE164"] == phone
    assert made["phoneStatus"] == "valid"
    assert made["fullName"] == "Ahmed Alaoui"
    assert made["organizationId"] == suite.org
    assert made["primaryEmail"] is None
    assert made["createdAt"].endswith("Z") and len(made["createdAt"]) == len("2025-01-15T10:30:00.000Z")
    assert api.get(f"/contact/{made['id']}") == made


def test_a_phone_exists_once_in_any_spelling(api):
    results = [upsert(api, {"primaryPhone": spelling})["results"][0] for spelling in SPELLINGS]
    assert results[0]["outcome"] == "created"
    assert len({result["id"] for result in results}) == 1
    for spelling in SPELLINGS:
        refused = api.ask("POST", "/contact", json={"primaryPhone": spelling})
        assert (refused.status_code, refused.json()["error"]) == (409, "ContactAlreadyExistsError")


def test_the_phone_is_answered_as_it_was_last_given(api, callees):
    phone = callees.new()
    local = "0" + phone.removeprefix("+212")
    upsert(api, {"primaryPhone": phone})
    found = api.get(f"/contact/{upsert(api, {'primaryPhone': local})['results'][0]['id']}")
    assert (found["primaryPhone"], found["phoneE164"]) == (local, phone)


def test_what_was_read_can_be_sent_back(api, callees):
    made = api.post("/contact", {"primaryPhone": callees.new(), "firstName": "Salma"})
    answer = upsert(api, made)
    assert answer["failed"] == 0, answer
    assert answer["results"][0]["id"] == made["id"]
    assert answer["results"][0]["outcome"] == "unchanged"
    upsert(api, {**made, "lastName": "Idrissi"})
    assert api.get(f"/contact/{made['id']}")["fullName"] == "Salma Idrissi"


def test_an_upsert_changes_only_what_is_sent_and_null_clears(api, callees):
    phone = callees.new()
    contact = upsert(api, {"primaryPhone": phone, "firstName": "Omar", "city": "Fès"})["results"][0]
    changed = upsert(api, {"primaryPhone": phone, "firstName": "Omar-Amine"})
    assert changed["updated"] == 1
    assert api.get(f"/contact/{contact['id']}")["city"] == "Fès"
    upsert(api, {"primaryPhone": phone, "city": None})
    found = api.get(f"/contact/{contact['id']}")
    assert (found["firstName"], found["city"]) == ("Omar-Amine", None)


def test_the_same_again_is_unchanged(api, callees):
    item = {"primaryPhone": callees.new(), "firstName": "Nadia"}
    upsert(api, item)
    answer = upsert(api, item)
    assert (answer["created"], answer["updated"], answer["unchanged"]) == (0, 0, 1)


def test_two_items_of_one_phone_apply_in_order(api, callees):
    phone = callees.new()
    answer = upsert(api, {"primaryPhone": phone, "firstName": "First", "city": "Rabat"},
                    {"primaryPhone": "0" + phone.removeprefix("+212"), "firstName": "Second"})
    assert answer["results"][0]["id"] == answer["results"][1]["id"]
    found = api.get(f"/contact/{answer['results'][0]['id']}")
    assert (found["firstName"], found["city"]) == ("Second", "Rabat")


def test_a_bad_item_refuses_only_itself(api, callees):
    answer = upsert(api, {"primaryPhone": callees.new()},
                    {"primaryPhone": "2.12E+11"},
                    {"primaryPhone": callees.new(), "nickname": "Zizou"},
                    {"firstName": "Nobody"},
                    {"primaryPhone": callees.new()})
    assert [result["outcome"] for result in answer["results"]] == \
        ["created", "failed", "failed", "failed", "created"]
    assert [result["index"] for result in answer["results"]] == [0, 1, 2, 3, 4]
    assert answer["failed"] == 3 and answer["created"] == 2
    paths = [result["errors"][0]["path"] for result in answer["results"] if result.get("errors")]
    assert [path.split(".")[-1] for path in paths] == ["primaryPhone", "nickname", "primaryPhone"]
    assert all(result["id"] is None for result in answer["results"] if result.get("errors"))


def test_a_number_that_is_none_is_kept_as_invalid(api):
    contact = upsert(api, {"primaryPhone": "+212 61"})["results"][0]
    assert api.get(f"/contact/{contact['id']}")["phoneStatus"] == "invalid"


def test_a_thousand_contacts_go_in_one_request_and_no_more(api, callees):
    items = [{"primaryPhone": callees.new()} for _ in range(1001)]
    refused = api.ask("POST", "/contact/upsert", json={"data": items})
    assert refused.status_code == 400
    assert upsert(api, *items[:1000])["created"] == 1000


@pytest.mark.parametrize("search", ["benkirane", "BENKÎRANE", "meriem.b", "62777"])
def test_contacts_are_found_by_name_mail_and_phone(api, search):
    contact = {"primaryPhone": "+212627770001", "firstName": "Meriem", "lastName": "Benkirane",
               "primaryEmail": "meriem.b@example.org"}
    upsert(api, contact)
    page = api.get("/contact", search=search)
    assert [found["lastName"] for found in page["data"]] == ["Benkirane"]
    assert page["meta"]["total"] == 1


@pytest.mark.parametrize("spelling", ["0627770002", "06-27-77-00-02", "00212627770002"])
def test_contacts_are_found_by_any_spelling_of_the_phone(api, spelling):
    upsert(api, {"primaryPhone": "+212627770002"})
    assert [found["phoneE164"] for found in api.get("/contact", search=spelling)["data"]] == \
        ["+212627770002"]


def test_a_list_has_pages_and_an_order(api, callees):
    family = f"Pages {uuid.uuid4()}"
    upsert(api, *({"primaryPhone": callees.new(), "firstName": f"N{at}", "lastName": family}
                  for at in range(5)))
    first = api.get("/contact", search=family, limit=2, sortBy="firstName", sortOrder="asc")
    assert [contact["firstName"] for contact in first["data"]] == ["N0", "N1"]
    meta = first["meta"]
    assert (meta["page"], meta["limit"], meta["total"], meta["totalPages"]) == (1, 2, 5, 3)
    assert meta["hasNextPage"] and not meta["hasPreviousPage"]
    last = api.get("/contact", search=family, limit=2, page=3, sortBy="firstName", sortOrder="asc")
    assert [contact["firstName"] for contact in last["data"]] == ["N4"]
    assert not last["meta"]["hasNextPage"] and last["meta"]["hasPreviousPage"]


def test_a_cursor_goes_through_the_whole_list(api, callees):
    family = f"Cursor {uuid.uuid4()}"
    upsert(api, *({"primaryPhone": callees.new(), "lastName": family} for _ in range(5)))
    seen, query = [], {}
    while True:
        page = api.get("/contact", search=family, limit=2, **query)
        seen += [contact["id"] for contact in page["data"]]
        if not page["meta"]["nextCursor"]:
            break
        query = {"cursor": page["meta"]["nextCursor"]}
    assert len(seen) == len(set(seen)) == 5


def test_a_deleted_contact_is_gone_and_its_phone_makes_a_new_one(api, callees):
    phone = callees.new()
    old = api.post("/contact", {"primaryPhone": phone})
    api.delete(f"/contact/{old['id']}")
    assert api.ask("GET", f"/contact/{old['id']}").status_code == 404
    assert api.get("/contact", search=phone)["meta"]["total"] == 0
    assert upsert(api, {"primaryPhone": phone})["results"][0]["id"] != old["id"]


def test_the_request_of_the_guide_works_as_it_shows_it(api, suite):
    answer = api.ask("POST", "/contact/upsert", headers={"x-api-key": suite.api_key}, data="""{
        "data": [ { "primaryPhone": "+212612345678", "firstName": "Ahmed" },
                  { "primaryPhone": "+212612345679", "firstName": "Fatima" } ] }""")
    assert answer.status_code == 200, answer.text
    assert [result["outcome"] for result in answer.json()["results"]] == ["created", "created"]
