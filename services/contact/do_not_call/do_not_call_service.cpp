#include "contact/do_not_call/do_not_call_service.hpp"

#include "contact/do_not_call/do_not_call_store.hpp"
#include "contact/do_not_call/wire.hpp"
#include "contact/events.hpp"
#include "contact/organization.hpp"
#include "contact/people/contact_store.hpp"
#include "page/wire.hpp"
#include "rpc/time.hpp"

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

Result<void> list(const rpc::Caller& caller,
                  const v1::ListDoNotCallRequest& request,
                  base::Instant now,
                  pg::Transaction& transaction,
                  v1::ListDoNotCallResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto wanted = page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC),
                                            {"createdAt", "number"});
    if (!wanted) return fail(wanted.error());
    EntriesAsked asked{.organization = *organization, .home = home_of(caller), .now = now};
    if (request.has_source()) asked.source = from_wire(request.source());
    const auto found = list_entries(transaction, asked, *wanted);
    if (!found) return fail(found.error());
    for (const auto& entry : found->entries) to_wire(entry, *response.add_data());
    page::write(found->meta, *response.mutable_meta());
    return {};
}

Terms terms_in(const v1::AddDoNotCallRequest& request) {
    Terms terms{.source = from_wire(request.source())};
    if (request.has_reason()) terms.reason = request.reason();
    if (request.has_expires_at()) terms.expires_at = rpc::from_wire(request.expires_at());
    return terms;
}

Result<void> add(const rpc::Caller& caller,
                 const v1::AddDoNotCallRequest& request,
                 base::Instant now,
                 pg::Transaction& transaction,
                 v1::AddDoNotCallResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto terms = checked(terms_in(request), now);
    if (!terms) return fail(terms.error());
    const auto numbers =
        read_numbers({request.numbers().begin(), request.numbers().end()}, home_of(caller));
    if (!numbers) return fail(numbers.error());
    std::vector<std::string> asked;
    for (const auto& it : *numbers) {
        if (it.number) asked.push_back(it.number->e164());
    }
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    if (auto done = drop_expired(transaction, *organization, now); !done) return done;
    const auto stored = find_entries(transaction, *organization, asked);
    if (!stored) return fail(stored.error());
    const auto listing = enlist(*numbers, *terms, *stored,
                                {*organization, now, [now] { return base::Uuid::v7(now); }});
    if (auto written = write_entries(transaction, listing.written); !written) return written;
    Events events{*organization, now};
    for (const auto& entry : listing.written) events.listed(entry);
    to_wire(listing, response);
    return events.announce(transaction);
}

Result<void> remove(const rpc::Caller& caller,
                    const v1::RemoveDoNotCallRequest& request,
                    base::Instant now,
                    pg::Transaction& transaction) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto numbers =
        read_all_numbers({request.numbers().begin(), request.numbers().end()}, home_of(caller));
    if (!numbers) return fail(numbers.error());
    std::vector<std::string> asked;
    for (const auto& number : *numbers) asked.push_back(number.e164());
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    if (auto done = drop_expired(transaction, *organization, now); !done) return done;
    const auto gone = remove_entries(transaction, *organization, asked);
    if (!gone) return fail(gone.error());
    if (gone->empty()) {
        return fail(base::Errc::not_found, "none of the numbers is on the list",
                    "DO_NOT_CALL_NOT_FOUND");
    }
    Events events{*organization, now};
    for (const auto& entry : *gone) events.unlisted(entry);
    return events.announce(transaction);
}

Result<void> remove_one(const rpc::Caller& caller,
                        const v1::DeleteDoNotCallEntryRequest& request,
                        base::Instant now,
                        pg::Transaction& transaction) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    if (auto turn = take_turn(transaction, *organization); !turn) return turn;
    if (auto done = drop_expired(transaction, *organization, now); !done) return done;
    const auto gone = remove_entry(transaction, *organization, request.id());
    if (!gone) return fail(gone.error());
    Events events{*organization, now};
    events.unlisted(*gone);
    return events.announce(transaction);
}

} // namespace

grpc::Status DoNotCallService::ListDoNotCall(grpc::ServerContext* context,
                                             const v1::ListDoNotCallRequest* request,
                                             v1::ListDoNotCallResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return list(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status DoNotCallService::AddDoNotCall(grpc::ServerContext* context,
                                            const v1::AddDoNotCallRequest* request,
                                            v1::AddDoNotCallResponse* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return add(caller, *request, clock_.now(), transaction, *response);
    });
}

grpc::Status DoNotCallService::RemoveDoNotCall(grpc::ServerContext* context,
                                               const v1::RemoveDoNotCallRequest* request,
                                               google::protobuf::Empty* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return remove(caller, *request, clock_.now(), transaction);
    });
}

grpc::Status DoNotCallService::DeleteDoNotCallEntry(grpc::ServerContext* context,
                                                    const v1::DeleteDoNotCallEntryRequest* request,
                                                    google::protobuf::Empty* response) {
    return endpoint_.run(*context, *request, *response, [&](const auto& caller, auto& transaction) {
        return remove_one(caller, *request, clock_.now(), transaction);
    });
}

} // namespace hatif::contact
