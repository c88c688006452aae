#include "contact/audiences/audience_service.hpp"

#include "contact/audiences/audience_store.hpp"
#include "contact/audiences/member_requests.hpp"
#include "contact/audiences/wire.hpp"
#include "contact/events.hpp"
#include "contact/organization.hpp"
#include "contact/people/contact_store.hpp"
#include "page/wire.hpp"

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

/// A page of the audiences; with a member, of those that it is in.
template <class Request>
Result<void> list(base::OrganizationId organization,
                  const Request& request,
                  const std::optional<base::ContactId>& member,
                  pg::Transaction& transaction,
                  v1::ListAudiencesResponse& response) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"name", "createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto found = list_audiences(transaction, organization, *wanted, member);
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

Result<void> list_of_contact(const rpc::Caller& caller,
                             const v1::ListAudiencesOfContactRequest& request,
                             pg::Transaction& transaction,
                             v1::ListAudiencesResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto contact = find_contact(transaction, *organization, request.id());
    if (!contact) return fail(contact.error());
    return list(*organization, request, contact->id, transaction, response);
}

AudienceEdit edit_in(const v1::UpdateAudienceRequest& request) {
    AudienceEdit edit;
    if (request.has_name()) edit.name = request.name();
    if (request.has_description()) edit.description = request.description();
    for (const auto& path : request.cleared()) {
        if (path == "name") edit.name = "";
        if (path == "description") edit.description.emplace();
    }
    return edit;
}

Result<void> update(const rpc::Caller& caller,
                    const v1::UpdateAudienceRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::Audience& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    const auto before = lock_audience(transaction, *organization, request.id());
    if (!before) return fail(before.error());
    auto after = edited(*before, edit_in(request));
    if (!after) return fail(after.error());
    if (after->name == before->name && after->description == before->description) {
        to_wire(*before, response);
        return {};
    }
    after->updated_at = now;
    if (auto written = update_audience(transaction, *after); !written) return written;
    Events events{*organization, now};
    events.updated(*after);
    to_wire(*after, response);
    return events.announce(transaction);
}

Result<void> remove(const rpc::Caller& caller,
                    const v1::DeleteAudienceRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    const auto audience = lock_audience(transaction, *organization, request.id());
    if (!audience) return fail(audience.error());
    if (auto marked = mark_deleted(transaction, *audience, now); !marked) return marked;
    Events events{*organization, now};
    events.deleted(audience->id);
    return events.announce(transaction);
}

} // namespace

grpc::Status AudienceService::ListAudiences(grpc::ServerContext* context,
                                            const v1::ListAudiencesRequest* request,
                                            v1::ListAudiencesResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        const auto organization = organization_of(caller);
        if (!organization) return Result<void>{fail(organization.error())};
        return list(*organization, *request, std::nullopt, transaction, *response);
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

grpc::Status AudienceService::UpdateAudience(grpc::ServerContext* context,
                                             const v1::UpdateAudienceRequest* request,
                                             v1::Audience* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return update(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status AudienceService::DeleteAudience(grpc::ServerContext* context,
                                             const v1::DeleteAudienceRequest* request,
                                             google::protobuf::Empty* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return remove(caller, *request, clock_.now(), transaction);
    });
}

grpc::Status
AudienceService::ListAudiencesOfContact(grpc::ServerContext* context,
                                        const v1::ListAudiencesOfContactRequest* request,
                                        v1::ListAudiencesResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return list_of_contact(caller, *request, transaction, *response);
    });
}

grpc::Status AudienceService::ListAudienceContacts(grpc::ServerContext* context,
                                                   const v1::ListAudienceContactsRequest* request,
                                                   v1::ListAudienceContactsResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return list_members(caller, *request, transaction, *response);
    });
}

grpc::Status AudienceService::ReplaceContacts(grpc::ServerContext* context,
                                              const v1::ReplaceContactsRequest* request,
                                              v1::ReplaceContactsResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return replace_members(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status AudienceService::AddContacts(grpc::ServerContext* context,
                                          const v1::ChangeMembersRequest* request,
                                          v1::AddContactsResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return add_members(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status AudienceService::RemoveContacts(grpc::ServerContext* context,
                                             const v1::ChangeMembersRequest* request,
                                             v1::RemoveContactsResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return remove_members(caller, *request, clock_.now(), transaction, *response);
    });
}

} // namespace hatif::contact
