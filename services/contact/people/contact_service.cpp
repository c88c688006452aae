#include "contact/people/contact_service.hpp"

#include "contact/attributes/attribute_store.hpp"
#include "contact/audiences/membership_store.hpp"
#include "contact/engagement/engagement_store.hpp"
#include "contact/events.hpp"
#include "contact/organization.hpp"
#include "contact/people/apply.hpp"
#include "contact/people/bulk_delete_endpoint.hpp"
#include "contact/people/change_reader.hpp"
#include "contact/people/contact_export.hpp"
#include "contact/people/contact_list.hpp"
#include "contact/people/contact_store.hpp"
#include "contact/people/deletion.hpp"
#include "contact/people/wire.hpp"
#include "page/wire.hpp"
#include "rpc/status.hpp"

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

Occasion occasion(base::OrganizationId organization, base::Instant now) {
    return {organization, now, [now] { return base::ContactId{base::Uuid::v7(now)}; }};
}

Result<void> list(const rpc::Caller& caller,
                  const v1::ListContactsRequest& request,
                  pg::Transaction& transaction,
                  v1::ListContactsResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto wanted = read_page_of_contacts(page::asked(request, type::v1::SORT_ORDER_ASC));
    if (!wanted) return fail(wanted.error());
    const auto home = home_of(caller);
    auto filter = read_filter(request, home);
    if (!filter) return fail(filter.error());
    const auto schema = read_schema(transaction, *organization);
    if (!schema) return fail(schema.error());
    const auto size = count_contacts(transaction, *organization);
    if (!size) return fail(size.error());
    const auto found = list_contacts(
        transaction, {*organization, home, std::nullopt, *size, *std::move(filter)}, *wanted);
    if (!found) return fail(found.error());
    for (const auto& contact : found->contacts) to_wire(contact, *schema, *response.add_data());
    page::write(found->meta, *response.mutable_meta());
    return tell_engagement(transaction, *response.mutable_data());
}

/// Refused when a contact has the phone.
Result<void> demand_free(pg::Transaction& transaction,
                         base::OrganizationId organization,
                         const phone::Reading& phone) {
    const auto stored = find_by_phone(transaction, organization, {phone.match_key});
    if (!stored) return fail(stored.error());
    if (stored->empty()) return {};
    return fail(Errc::already_exists, "another contact has this phone", "CONTACT_ALREADY_EXISTS");
}

Result<void> create(const rpc::Caller& caller,
                    const v1::CreateContactRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::Contact& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    const auto schema = read_schema(transaction, *organization);
    if (!schema) return fail(schema.error());
    const auto change = read_contact(request.contact(), home_of(caller), *schema);
    if (!change) return fail(change.error());
    if (auto free = demand_free(transaction, *organization, change->phone->reading); !free) {
        return free;
    }
    const auto contact = make_contact(*change, occasion(*organization, now));
    if (auto fits = check_growth({}, contact.attributes); !fits) return fits;
    if (auto written = write_contacts(transaction, *organization, {contact}, {}); !written) {
        return written;
    }
    Events events{*organization, now};
    events.created(contact, *schema);
    to_wire(contact, *schema, response);
    if (auto told = tell_engagement(transaction, response); !told) return told;
    return events.announce(transaction);
}

/// The contacts of all items that did not fail become members of the audience.
Result<void> join(pg::Transaction& transaction,
                  base::OrganizationId organization,
                  const std::string& audience,
                  const Applied& applied,
                  Events& events,
                  base::Instant now) {
    std::vector<base::ContactId> contacts;
    for (const auto& result : applied.results) {
        if (result.id) contacts.push_back(*result.id);
    }
    const auto added = add_members(transaction, organization, audience, contacts, now);
    if (!added) return fail(added.error());
    if (added->change.added > 0) events.members_changed(added->change);
    return {};
}

Result<void> upsert(const rpc::Caller& caller,
                    const v1::UpsertContactsRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::UpsertContactsResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto schema = read_schema(transaction, *organization);
    if (!schema) return fail(schema.error());
    const auto items = read_contacts(request.data(), home_of(caller), *schema);
    if (!items) return fail(items.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    const auto stored = find_by_phone(transaction, *organization, match_keys(*items));
    if (!stored) return fail(stored.error());
    const auto applied = apply(*items, *stored, occasion(*organization, now));
    if (auto written = write_contacts(transaction, *organization, applied.created, applied.updated);
        !written) {
        return written;
    }
    Events events{*organization, now};
    for (const auto& contact : applied.created) events.created(contact, *schema);
    for (const auto& contact : applied.updated) events.updated(contact, *schema);
    if (request.has_audience_id()) {
        auto joined = join(transaction, *organization, request.audience_id(), applied, events, now);
        if (!joined) return joined;
    }
    to_wire(applied, response);
    return events.announce(transaction);
}

Result<void> update(const rpc::Caller& caller,
                    const v1::UpdateContactRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::Contact& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    const auto before = find_contact(transaction, *organization, request.id());
    if (!before) return fail(before.error());
    const auto schema = read_schema(transaction, *organization);
    if (!schema) return fail(schema.error());
    const auto change = read_update(request.contact(), home_of(caller), *schema);
    if (!change) return fail(change.error());
    const auto after = changed_contact(*before, *change, now);
    if (auto fits = check_growth(before->attributes, after.attributes); !fits) return fits;
    to_wire(after, *schema, response);
    if (auto told = tell_engagement(transaction, response); !told) return told;
    if (after == *before) return {};
    if (after.match_key != before->match_key) {
        auto free = demand_free(transaction, *organization, change->phone->reading);
        if (!free) return free;
    }
    if (auto written = rewrite_contact(transaction, after); !written) return written;
    Events events{*organization, now};
    events.updated(after, *schema);
    return events.announce(transaction);
}

Result<void> remove(const rpc::Caller& caller,
                    const v1::DeleteContactRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    const auto contact = find_contact(transaction, *organization, request.id());
    if (!contact) return fail(contact.error());
    return delete_contacts(transaction, *organization, {contact->id}, now);
}

} // namespace

grpc::Status ContactService::ListContacts(grpc::ServerContext* context,
                                          const v1::ListContactsRequest* request,
                                          v1::ListContactsResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return list(caller, *request, transaction, *response);
    });
}

grpc::Status ContactService::CreateContact(grpc::ServerContext* context,
                                           const v1::CreateContactRequest* request,
                                           v1::Contact* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return create(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status ContactService::UpsertContacts(grpc::ServerContext* context,
                                            const v1::UpsertContactsRequest* request,
                                            v1::UpsertContactsResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return upsert(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status ContactService::ExportContacts(grpc::ServerContext* context,
                                            const v1::ExportContactsRequest* request,
                                            grpc::ServerWriter<type::v1::Download>* writer) {
    const auto caller = endpoint_.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    endpoint::Download download{*writer};
    const auto done = export_contacts(*caller, *request, pool_, download);
    return done ? grpc::Status::OK : rpc::to_status(done.error());
}

grpc::Status ContactService::BulkDeleteContacts(grpc::ServerContext* context,
                                                const v1::BulkDeleteContactsRequest* request,
                                                v1::BulkDeleteContactsResponse* response) {
    return BulkDeleteEndpoint{endpoint_, pool_, clock_}.run(*context, *request, *response);
}

grpc::Status ContactService::GetContact(grpc::ServerContext* context,
                                        const v1::GetContactRequest* request,
                                        v1::Contact* response) {
    return endpoint_.run(
        *context, *request, *response, [&](const auto& caller, auto& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            const auto contact = find_contact(transaction, *organization, request->id());
            if (!contact) return fail(contact.error());
            const auto schema = read_schema(transaction, *organization);
            if (!schema) return fail(schema.error());
            to_wire(*contact, *schema, *response);
            return tell_engagement(transaction, *response);
        });
}

grpc::Status ContactService::UpdateContact(grpc::ServerContext* context,
                                           const v1::UpdateContactRequest* request,
                                           v1::Contact* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return update(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status ContactService::DeleteContact(grpc::ServerContext* context,
                                           const v1::DeleteContactRequest* request,
                                           google::protobuf::Empty* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return remove(caller, *request, clock_.now(), transaction);
    });
}

} // namespace hatif::contact
