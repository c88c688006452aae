"""Who may not be called when their turn comes is skipped, with the reason."""
import flows
from callee import Behaviour


def test_removed_deleted_and_invalid_contacts_are_skipped(api, campaigns, callees, peer):
    # Called one at a time, in any order: while the first one's phone rings, two others go.
    numbers = [callees.new(Behaviour(code=None)) for _ in range(4)]
    contacts = dict(zip(numbers, campaigns.contacts(numbers)))
    invalid = api.post("/contact/upsert", {"data": [{"primaryPhone": "+212 62"}]},
                       status=200)["results"][0]["id"]
    program = campaigns.program([], flows.hangs_up(2000), maxConcurrentCalls=1)
    members = f"/audience/{program['audienceId']}"
    api.post(f"{members}/add-contacts", {"contacts": [*contacts.values(), invalid]}, status=200)

    execution = api.post(f"/programs/{program['id']}/launch")["executionId"]
    peer.wait_for(lambda: any(map(peer.seen, numbers)), 10, "the first phone rings")
    removed, deleted, called = [number for number in numbers if not peer.seen(number)]
    api.post(f"{members}/remove-contacts", {"contacts": [contacts[removed]]}, status=200)
    api.delete(f"/contact/{contacts[deleted]}")
    done = campaigns.finish(execution)

    assert (done["totalContacts"], done["contactsSkipped"], done["contactsFailed"]) == (5, 3, 2)
    reasons = {report["contactId"]: report["outcomeReason"]
               for report in campaigns.settled_reports(execution, 5) if not report["attempts"]}
    assert reasons == {contacts[removed]: "skipped_removed", contacts[deleted]: "skipped_deleted",
                       invalid: "skipped_invalid_phone"}
    assert peer.seen(called) and not peer.seen(removed) and not peer.seen(deleted)


def test_contacts_added_after_the_launch_are_not_called(api, campaigns, callees, peer):
    early, late = callees.new(Behaviour(code=None)), callees.new()
    program = campaigns.program([early], flows.hangs_up(1500))
    execution = api.post(f"/programs/{program['id']}/launch")["executionId"]
    api.post(f"/audience/{program['audienceId']}/add-contacts", status=200,
             body={"contacts": campaigns.contacts([late])})
    assert campaigns.finish(execution)["totalContacts"] == 1
    assert not peer.seen(late)
