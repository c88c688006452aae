#include "contact/audiences/member_requests.hpp"

#include "contact/attributes/attribute_store.hpp"
#include "contact/audiences/audience_store.hpp"
#include "contact/audiences/membership_store.hpp"
#include "contact/engagement/engagement_store.hpp"
#include "contact/events.hpp"
#include "contact/organization.hpp"
#include "contact/people/contact_list.hpp"
#include "contact/people/contact_store.hpp"
#include "contact/people/wire.hpp"
#include "page/wire.hpp"

#include <algorithm>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

/// A change of members, ready to be done: the organization's turn taken, the audience locked.
struct Change {
    Audience audience;
    std::vector<base::ContactId> contacts;
};

Result<Change> begin_change(const rpc::Caller& caller,
                            const std::string& id,
                            Result<std::vector<base::ContactId>> contacts,
                            pg::Transaction& transaction) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    if (!contacts) return fail(contacts.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return fail(turn.error());
    auto audience = lock_audience(transaction, *organization, id);
    if (!audience) return fail(audience.error());
    return Change{*std::move(audience), *std::move(contacts)};
}

std::vector<std::string> ids_in(const google::protobuf::RepeatedPtrField<std::string>& ids) {
    return {ids.begin(), ids.end()};
}

Result<void> announce(const Audience& audience,
                      const MembersChange& change,
                      base::Instant now,
                      pg::Transaction& transaction) {
    if (change.added == 0 && change.removed == 0) return {};
    Events events{audience.organization, now};
    events.members_changed(change);
    return events.announce(transaction);
}

} // namespace

Result<void> list_members(const rpc::Caller& caller,
                          const v1::ListAudienceContactsRequest& request,
                          pg::Transaction& transaction,
                          v1::ListAudienceContactsResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto wanted = read_page_of_contacts(page::asked(request, type::v1::SORT_ORDER_ASC));
    if (!wanted) return fail(wanted.error());
    const auto audience = find_audience(transaction, *organization, request.id());
    if (!audience) return fail(audience.error());
    const auto found = list_contacts(
        transaction, {*organization, home_of(caller), audience->id, audience->contact_count},
        *wanted);
    if (!found) return fail(found.error());
    const auto schema = read_schema(transaction, *organization);
    if (!schema) return fail(schema.error());
    for (const auto& contact : found->contacts) to_wire(contact, *schema, *response.add_data());
    page::write(found->meta, *response.mutable_meta());
    return tell_engagement(transaction, *response.mutable_data());
}

Result<void> add_members(const rpc::Caller& caller,
                         const v1::ChangeMembersRequest& request,
                         base::Instant now,
                         pg::Transaction& transaction,
                         v1::AddContactsResponse& response) {
    const auto change =
        begin_change(caller, request.id(), read_members(ids_in(request.contacts())), transaction);
    if (!change) return fail(change.error());
    const auto added = add_members(transaction, change->audience, change->contacts, now);
    if (!added) return fail(added.error());
    response.set_added(added->change.added);
    response.set_unchanged(added->unchanged);
    for (const auto& id : added->unknown) response.add_unknown(id.value().to_string());
    response.set_contact_count(added->change.contact_count);
    return announce(change->audience, added->change, now, transaction);
}

Result<void> remove_members(const rpc::Caller& caller,
                            const v1::ChangeMembersRequest& request,
                            base::Instant now,
                            pg::Transaction& transaction,
                            v1::RemoveContactsResponse& response) {
    const auto change =
        begin_change(caller, request.id(), read_members(ids_in(request.contacts())), transaction);
    if (!change) return fail(change.error());
    const auto removed = remove_members(transaction, change->audience, change->contacts, now);
    if (!removed) return fail(removed.error());
    response.set_removed(removed->change.removed);
    for (const auto& id : removed->unknown) response.add_unknown(id.value().to_string());
    response.set_contact_count(removed->change.contact_count);
    return announce(change->audience, removed->change, now, transaction);
}

Result<void> replace_members(const rpc::Caller& caller,
                             const v1::ReplaceContactsRequest& request,
                             base::Instant now,
                             pg::Transaction& transaction,
                             v1::ReplaceContactsResponse& response) {
    const auto& cleared = request.cleared();
    const bool sent = request.contacts_size() > 0 ||
                      std::find(cleared.begin(), cleared.end(), "contacts") != cleared.end();
    const auto change = begin_change(
        caller, request.id(), read_replacement(ids_in(request.contacts()), sent), transaction);
    if (!change) return fail(change.error());
    if (auto small = check_replacement(change->audience, change->contacts.size()); !small) {
        return small;
    }
    const auto replaced = replace_members(transaction, change->audience, change->contacts, now);
    if (!replaced) return fail(replaced.error());
    response.set_added(replaced->change.added);
    response.set_removed(replaced->change.removed);
    response.set_unchanged(replaced->unchanged);
    for (const auto& id : replaced->unknown) response.add_unknown(id.value().to_string());
    response.set_contact_count(replaced->change.contact_count);
    return announce(change->audience, replaced->change, now, transaction);
}

} // namespace hatif::contact
