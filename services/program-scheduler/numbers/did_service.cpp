#include "program_scheduler/numbers/did_service.hpp"

#include "page/wire.hpp"
#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/numbers/did_rows.hpp"
#include "program_scheduler/numbers/numbers_wire.hpp"
#include "program_scheduler/numbers/trunk_rows.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
namespace v1 = program::v1;

namespace {

/// Answers what a store found, or why it did not.
template <class Thing, class Wire>
Result<void> answer_one(const Result<Thing>& found, Wire& wire) {
    if (!found) return fail(found.error());
    to_wire(*found, wire);
    return {};
}

std::string value_of(const Did& did, const page::Request& wanted) {
    return wanted.sort_by == "number" ? did.number : page::as_value(did.created_at);
}

std::string value_of(const Trunk& trunk, const page::Request& wanted) {
    return wanted.sort_by == "name" ? trunk.name : page::as_value(trunk.created_at);
}

/// Reads which page is wanted, has it found, and answers it.
template <class Request, class Find, class List>
Result<void> answer_page(const Request& request, const char* name, const Find& find, List& list) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {name, "createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto found = find(*wanted);
    if (!found) return fail(found.error());
    std::optional<page::Place> last;
    for (const auto& it : found->things) {
        to_wire(it, *list.add_data());
        last = page::Place{value_of(it, *wanted), it.id.value().to_string()};
    }
    page::write(page::meta(*wanted, found->total, last), *list.mutable_meta());
    return {};
}

Result<Did>
assign(pg::Transaction& transaction, const v1::AssignDidRequest& request, base::Instant now) {
    const auto organization = base::Uuid::parse(request.organization_id());
    FieldCheck check;
    if (!request.has_organization_id()) {
        check.refuse("organizationId", "is required");
    } else if (!organization) {
        check.refuse("organizationId", "must be a UUID");
    }
    if (auto checked = check.result(); !checked) return fail(checked.error());
    const auto id = base::Uuid::parse(request.id());
    if (!id) return fail(Errc::not_found, "no such number", "DID_NOT_FOUND");
    return assign_did(transaction, base::DidId{*id}, base::OrganizationId{*organization}, now);
}

Result<Did>
create_did(pg::Transaction& transaction, const v1::CreateDidRequest& request, base::Instant now) {
    auto did = read_did(from_wire(request), base::DidId{base::Uuid::v7(now)}, now);
    if (!did) return did;
    if (auto inserted = insert_did(transaction, *did); !inserted) return fail(inserted.error());
    return did;
}

Result<Trunk> create_trunk(pg::Transaction& transaction,
                           const v1::CreateTrunkRequest& request,
                           base::Instant now) {
    auto trunk = read_trunk(from_wire(request), base::TrunkId{base::Uuid::v7(now)}, now);
    if (!trunk) return trunk;
    if (auto inserted = insert_trunk(transaction, *trunk); !inserted) {
        return fail(inserted.error());
    }
    return trunk;
}

} // namespace

grpc::Status DidService::ListAvailableDids(grpc::ServerContext* context,
                                           const v1::ListAvailableDidsRequest* request,
                                           v1::ListDidsResponse* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             const auto find = [&](const page::Request& wanted) {
                                 const auto organization = caller.organization.value();
                                 return available_dids(transaction, organization, wanted);
                             };
                             return answer_page(*request, "number", find, *answer);
                         });
}

grpc::Status DidService::ListDids(grpc::ServerContext* context,
                                  const v1::ListDidsRequest* request,
                                  v1::ListDidsResponse* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller&, pg::Transaction& transaction) {
                             const auto find = [&](const page::Request& wanted) {
                                 return all_dids(transaction, wanted);
                             };
                             return answer_page(*request, "number", find, *answer);
                         });
}

grpc::Status DidService::CreateDid(grpc::ServerContext* context,
                                   const v1::CreateDidRequest* request,
                                   v1::Did* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller&, pg::Transaction& transaction) {
            return answer_one(create_did(transaction, *request, clock_.now()), *answer);
        });
}

grpc::Status DidService::AssignDid(grpc::ServerContext* context,
                                   const v1::AssignDidRequest* request,
                                   v1::Did* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller&, pg::Transaction& transaction) {
            return answer_one(assign(transaction, *request, clock_.now()), *answer);
        });
}

grpc::Status DidService::ListTrunks(grpc::ServerContext* context,
                                    const v1::ListTrunksRequest* request,
                                    v1::ListTrunksResponse* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller&, pg::Transaction& transaction) {
                             const auto find = [&](const page::Request& wanted) {
                                 return list_trunks(transaction, wanted);
                             };
                             return answer_page(*request, "name", find, *answer);
                         });
}

grpc::Status DidService::CreateTrunk(grpc::ServerContext* context,
                                     const v1::CreateTrunkRequest* request,
                                     v1::Trunk* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller&, pg::Transaction& transaction) {
            return answer_one(create_trunk(transaction, *request, clock_.now()), *answer);
        });
}

} // namespace hatif::program_scheduler
