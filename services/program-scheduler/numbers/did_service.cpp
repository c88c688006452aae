#include "program_scheduler/numbers/did_service.hpp"

#include "page/wire.hpp"
#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/numbers/did_rows.hpp"
#include "program_scheduler/numbers/did_wire.hpp"
#include "program_scheduler/numbers/trunk_rows.hpp"
#include "program_scheduler/numbers/trunk_wire.hpp"

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

/// A path's id was checked by the gateway; whoever calls past it gets "not found".
base::DidId did_of(const std::string& text) {
    return base::DidId{base::Uuid::parse(text).value_or(base::Uuid{})};
}

base::TrunkId trunk_of(const std::string& text) {
    return base::TrunkId{base::Uuid::parse(text).value_or(base::Uuid{})};
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
    return assign_did(transaction, did_of(request.id()), base::OrganizationId{*organization}, now);
}

/// The flow is there, and its newest version begins with `answer`. What becomes of it later is seen
/// when a call comes.
Result<void> require_answering(pg::Transaction& transaction, const base::FlowId& flow) {
    const auto graph = newest_graph(transaction, flow);
    if (!graph) return fail(graph.error());
    if (takes_calls(*graph)) return {};
    return fail({Errc::invalid,
                 "the flow takes no calls that come",
                 "FLOW_INVALID",
                 {{"inboundFlowId", "must be a flow that begins with an answer node"}}});
}

Result<Did>
create_did(pg::Transaction& transaction, const v1::CreateDidRequest& request, base::Instant now) {
    auto did = read_did(request, base::DidId{base::Uuid::v7(now)}, now);
    if (!did) return did;
    if (auto inserted = insert_did(transaction, *did); !inserted) return fail(inserted.error());
    if (did->inbound_flow) {
        if (auto it = require_answering(transaction, *did->inbound_flow); !it) {
            return fail(it.error());
        }
    }
    return did;
}

Result<Did>
update_did(pg::Transaction& transaction, const v1::UpdateDidRequest& request, base::Instant now) {
    auto before = lock_did_row(transaction, did_of(request.id()));
    if (!before) return before;
    const auto flow_before = before->inbound_flow;
    auto did = read_change(request, *std::move(before), now);
    if (!did) return did;
    if (auto updated = update_did(transaction, *did); !updated) return fail(updated.error());
    if (did->inbound_flow && did->inbound_flow != flow_before) {
        if (auto it = require_answering(transaction, *did->inbound_flow); !it) {
            return fail(it.error());
        }
    }
    return did;
}

Result<Trunk> create_trunk(pg::Transaction& transaction,
                           const v1::CreateTrunkRequest& request,
                           base::Instant now) {
    auto trunk = read_trunk(request, base::TrunkId{base::Uuid::v7(now)}, now);
    if (!trunk) return trunk;
    if (auto inserted = insert_trunk(transaction, *trunk); !inserted) {
        return fail(inserted.error());
    }
    return trunk;
}

Result<Trunk> update_trunk(pg::Transaction& transaction,
                           const v1::UpdateTrunkRequest& request,
                           base::Instant now) {
    auto before = lock_trunk_row(transaction, trunk_of(request.id()));
    if (!before) return before;
    auto trunk = read_change(request, *std::move(before), now);
    if (!trunk) return trunk;
    if (auto updated = update_trunk(transaction, *trunk); !updated) return fail(updated.error());
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

grpc::Status DidService::GetDid(grpc::ServerContext* context,
                                const v1::GetDidRequest* request,
                                v1::Did* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller&, pg::Transaction& transaction) {
            return answer_one(read_did_row(transaction, did_of(request->id())), *answer);
        });
}

grpc::Status DidService::UpdateDid(grpc::ServerContext* context,
                                   const v1::UpdateDidRequest* request,
                                   v1::Did* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller&, pg::Transaction& transaction) {
            return answer_one(update_did(transaction, *request, clock_.now()), *answer);
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

grpc::Status DidService::GetTrunk(grpc::ServerContext* context,
                                  const v1::GetTrunkRequest* request,
                                  v1::Trunk* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller&, pg::Transaction& transaction) {
            return answer_one(read_trunk_row(transaction, trunk_of(request->id())), *answer);
        });
}

grpc::Status DidService::UpdateTrunk(grpc::ServerContext* context,
                                     const v1::UpdateTrunkRequest* request,
                                     v1::Trunk* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller&, pg::Transaction& transaction) {
            return answer_one(update_trunk(transaction, *request, clock_.now()), *answer);
        });
}

grpc::Status DidService::DeleteTrunk(grpc::ServerContext* context,
                                     const v1::DeleteTrunkRequest* request,
                                     google::protobuf::Empty* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller&, pg::Transaction& transaction) {
                             return delete_trunk(transaction, trunk_of(request->id()));
                         });
}

} // namespace hatif::program_scheduler
