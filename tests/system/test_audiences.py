"""Audiences: named groups; contacts come and go."""
import uuid

UNKNOWN = "01920000-0000-7000-8000-000000000000"


def test_a_new_audience_is_empty_and_found(api, suite):
    name = f"Clients {uuid.uuid4()}"
    made = api.post("/audience", {"name": name, "description": "Casablanca"})
    assert (made["name"], made["description"], made["contactCount"]) == (name, "Casablanca", 0)
    assert made["organizationId"] == suite.org
    assert api.get(f"/audience/{made['id']}") == made
    assert [found["id"] for found in api.get("/audience", search=name)["data"]] == [made["id"]]


def test_audiences_and_their_members_are_walked_by_cursor(api, campaigns, callees):
    name = str(uuid.uuid4())
    contacts = campaigns.contacts([callees.new() for _ in range(5)])
    made = [api.post("/audience", {"name": f"{name} {at}"})["id"] for at in range(5)]
    assert [it["id"] for it in api.walk("/audience", search=name)] == made[::-1]
    api.post(f"/audience/{made[0]}/add-contacts", {"contacts": contacts}, status=200)
    members = [it["id"] for it in api.walk(f"/audience/{made[0]}/contacts")]
    assert sorted(members) == sorted(contacts)


def test_contacts_come_and_go_and_are_counted(api, campaigns, callees):
    contacts = campaigns.contacts([callees.new() for _ in range(3)])
    audience = api.post("/audience", {"name": "Coming and going"})["id"]

    def change(how, ids):
        return api.post(f"/audience/{audience}/{how}", {"contacts": ids}, status=200)

    assert change("add-contacts", contacts + [UNKNOWN]) == {
        "added": 3, "unchanged": 0, "unknown": [UNKNOWN], "contactCount": 3}
    assert change("add-contacts", contacts[:1])["unchanged"] == 1
    assert change("remove-contacts", contacts[:1] + [UNKNOWN]) == {
        "removed": 1, "unknown": [UNKNOWN], "contactCount": 2}
    assert change("remove-contacts", contacts[:1])["removed"] == 0
    assert api.get(f"/audience/{audience}")["contactCount"] == 2
    members = {contact["id"] for contact in api.pages(f"/audience/{audience}/contacts")}
    assert members == set(contacts[1:])
    assert change("add-contacts", contacts[:1])["contactCount"] == 3


def test_a_contact_may_be_in_many_audiences_and_a_deleted_one_is_in_none(api, campaigns, callees):
    contacts = campaigns.contacts([callees.new(), callees.new()])
    audiences = [campaigns.audience(contacts) for _ in range(2)]
    api.delete(f"/contact/{contacts[0]}")
    for audience in audiences:
        assert api.get(f"/audience/{audience}")["contactCount"] == 1
        assert [it["id"] for it in api.pages(f"/audience/{audience}/contacts")] == contacts[1:]
