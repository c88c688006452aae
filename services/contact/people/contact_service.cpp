#include "contact/people/contact_service.hpp"

#include "contact/audiences/membership_store.hpp"
#include "contact/events.hpp"
#include "contact/organization.hpp"
#include "contact/people/apply.hpp"
#include "contact/people/change_reader.hpp"
#include "contact/people/contact_list.hpp"
#include "contact/people/contact_store.hpp"
#include "contact/people/wire.hpp"
#include "page/wire.hpp"

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
    const auto size = count_contacts(transaction, *organization);
    if (!size) return fail(size.error());
    const auto found =
        list_contacts(transaction, {*organization, home_of(caller), std::nullopt, *size}, *wanted);
    if (!found) return fail(found.error());
    for (const auto& contact : found->contacts) to_wire(contact, *response.add_data());
    page::write(found->meta, *response.mutable_meta());
    return {};
}

Result<void> create(const rpc::Caller& caller,
                    const v1::CreateContactRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::Contact& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto change = read_contact(request.contact(), home_of(caller));
    if (!change) return fail(change.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    const auto stored = find_by_phone(transaction, *organization, {change->phone.match_key});
    if (!stored) return fail(stored.error());
    if (!stored->empty()) {
        return fail(Errc::already_exists, "another contact has this phone",
                    "CONTACT_ALREADY_EXISTS");
    }
    const auto contact = make_contact(*change, occasion(*organization, now));
    if (auto written = write_contacts(transaction, *organization, {contact}, {}); !written) {
        return written;
    }
    Events events{*organization, now};
    events.created(contact);
    to_wire(contact, response);
    return events.announce(transaction);
}

Result<void> upsert(const rpc::Caller& caller,
                    const v1::UpsertContactsRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction,
                    v1::UpsertContactsResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto items = read_contacts(request.data(), home_of(caller));
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
    for (const auto& contact : applied.created) events.created(contact);
    for (const auto& contact : applied.updated) events.updated(contact);
    to_wire(applied, response);
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
    if (auto marked = mark_deleted(transaction, *organization, contact->id, now); !marked) {
        return marked;
    }
    const auto left = leave_all(transaction, contact->id, now);
    if (!left) return fail(left.error());
    Events events{*organization, now};
    events.deleted(contact->id);
    for (const auto& change : *left) events.members_changed(change);
    return events.announce(transaction);
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

grpc::Status ContactService::GetContact(grpc::ServerContext* context,
                                        const v1::GetContactRequest* request,
                                        v1::Contact* response) {
    return endpoint_.run(
        *context, *request, *response, [&](const auto& caller, auto& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            const auto contact = find_contact(transaction, *organization, request->id());
            if (!contact) return fail(contact.error());
            to_wire(*contact, *response);
            return {};
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
