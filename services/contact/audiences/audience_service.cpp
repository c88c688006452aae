#include "contact/audiences/audience_service.hpp"

#include "contact/audiences/audience_store.hpp"
#include "contact/audiences/membership_store.hpp"
#include "contact/audiences/wire.hpp"
#include "contact/events.hpp"
#include "contact/organization.hpp"
#include "contact/people/contact_list.hpp"
#include "contact/people/contact_store.hpp"
#include "contact/people/wire.hpp"
#include "page/wire.hpp"

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

Result<void> list(const rpc::Caller& caller,
                  const v1::ListAudiencesRequest& request,
                  pg::Transaction& transaction,
                  v1::ListAudiencesResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"name", "createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto found = list_audiences(transaction, *organization, *wanted);
    if (!found) return fail(found.error());
    for (const auto& audience : found->audiences) to_wire(audience, *response.add_data());
    page::write(found->meta, *response.mutable_meta());
    return {};
}

Result<void> create(const rpc::Caller& caller,
                    const v1::CreateAudienceRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::Audience& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    std::optional<std::string> description;
    if (!request.description().empty()) description = request.description();
    if (auto checked = check_audience(request.name(), description); !checked) return checked;
    const Audience audience{.id = base::AudienceId{base::Uuid::v7(now)},
                            .organization = *organization,
                            .name = request.name(),
                            .description = description,
                            .created_at = now,
                            .updated_at = now};
    if (auto written = insert_audience(transaction, audience); !written) return written;
    Events events{*organization, now};
    events.created(audience);
    to_wire(audience, response);
    return events.announce(transaction);
}

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
    for (const auto& contact : found->contacts) to_wire(contact, *response.add_data());
    page::write(found->meta, *response.mutable_meta());
    return {};
}

/// An add or a remove, ready to be done: the organization's turn taken, the audience locked.
struct Change {
    Audience audience;
    std::vector<base::ContactId> contacts;
};

Result<Change> begin_change(const rpc::Caller& caller,
                            const v1::ChangeMembersRequest& request,
                            pg::Transaction& transaction) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    auto contacts = read_members({request.contacts().begin(), request.contacts().end()});
    if (!contacts) return fail(contacts.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return fail(turn.error());
    auto audience = lock_audience(transaction, *organization, request.id());
    if (!audience) return fail(audience.error());
    return Change{*std::move(audience), *std::move(contacts)};
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

Result<void> add(const rpc::Caller& caller,
                 const v1::ChangeMembersRequest& request,
                 base::Instant now,
                 pg::Transaction& transaction,
                 v1::AddContactsResponse& response) {
    const auto change = begin_change(caller, request, transaction);
    if (!change) return fail(change.error());
    const auto added = add_members(transaction, change->audience, change->contacts, now);
    if (!added) return fail(added.error());
    response.set_added(added->change.added);
    response.set_unchanged(added->unchanged);
    for (const auto& id : added->unknown) response.add_unknown(id.value().to_string());
    response.set_contact_count(added->change.contact_count);
    return announce(change->audience, added->change, now, transaction);
}

Result<void> remove(const rpc::Caller& caller,
                    const v1::ChangeMembersRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::RemoveContactsResponse& response) {
    const auto change = begin_change(caller, request, transaction);
    if (!change) return fail(change.error());
    const auto removed = remove_members(transaction, change->audience, change->contacts, now);
    if (!removed) return fail(removed.error());
    response.set_removed(removed->change.removed);
    for (const auto& id : removed->unknown) response.add_unknown(id.value().to_string());
    response.set_contact_count(removed->change.contact_count);
    return announce(change->audience, removed->change, now, transaction);
}

} // namespace

grpc::Status AudienceService::ListAudiences(grpc::ServerContext* context,
                                            const v1::ListAudiencesRequest* request,
                                            v1::ListAudiencesResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return list(caller, *request, transaction, *response);
    });
}

grpc::Status AudienceService::CreateAudience(grpc::ServerContext* context,
                                             const v1::CreateAudienceRequest* request,
                                             v1::Audience* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return create(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status AudienceService::GetAudience(grpc::ServerContext* context,
                                          const v1::GetAudienceRequest* request,
                                          v1::Audience* response) {
    return endpoint_.run(
        *context, *request, *response, [&](const auto& caller, auto& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            const auto audience = find_audience(transaction, *organization, request->id());
            if (!audience) return fail(audience.error());
            to_wire(*audience, *response);
            return {};
        });
}

grpc::Status AudienceService::ListAudienceContacts(grpc::ServerContext* context,
                                                   const v1::ListAudienceContactsRequest* request,
                                                   v1::ListAudienceContactsResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return list_members(caller, *request, transaction, *response);
    });
}

grpc::Status AudienceService::AddContacts(grpc::ServerContext* context,
                                          const v1::ChangeMembersRequest* request,
                                          v1::AddContactsResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return add(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status AudienceService::RemoveContacts(grpc::ServerContext* context,
                                             const v1::ChangeMembersRequest* request,
                                             v1::RemoveContactsResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return remove(caller, *request, clock_.now(), transaction, *response);
    });
}

} // namespace hatif::contact
