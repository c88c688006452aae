#include "program_scheduler/content/flow_service.hpp"

#include "program_scheduler/content/content_wire.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/content/flow_list.hpp"
#include "program_scheduler/content/flow_rows.hpp"
#include "program_scheduler/content/usage.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
using grpc::ServerContext;
using grpc::Status;
namespace v1 = program::v1;

namespace {

/// A path's id was checked by the gateway; whoever calls past it gets "not found".
base::FlowId id_of(const std::string& text) {
    return base::FlowId{base::Uuid::parse(text).value_or(base::Uuid{})};
}

Result<void> answer_checked(pg::Transaction& transaction,
                            const Surroundings& around,
                            SavedFlow flow,
                            v1::Flow& answer) {
    const auto checked = check_flow(transaction, around, std::move(flow));
    if (!checked) return fail(checked.error());
    to_wire(*checked, answer);
    return {};
}

Result<void> create(pg::Transaction& transaction,
                    const Surroundings& around,
                    const v1::CreateFlowRequest& request,
                    base::Instant now,
                    v1::Flow& answer) {
    auto words = read_flow_words(from_wire(request));
    if (!words) return fail(words.error());
    SavedFlow flow{.id = base::FlowId{base::Uuid::v7(now)},
                   .organization = around.organization,
                   .name = std::move(words->name),
                   .description = std::move(words->description),
                   .version = 1,
                   .graph = std::move(words->graph),
                   .created_at = now,
                   .updated_at = now};
    if (auto inserted = insert_flow(transaction, flow); !inserted) return fail(inserted.error());
    return answer_checked(transaction, around, std::move(flow), answer);
}

Result<void> update(pg::Transaction& transaction,
                    const Surroundings& around,
                    const v1::UpdateFlowRequest& request,
                    base::Instant now,
                    v1::Flow& answer) {
    auto flow = lock_flow(transaction, around.organization, id_of(request.id()));
    if (!flow) return fail(flow.error());
    const FlowWords before{flow->name, flow->description, flow->graph};
    auto words = changed(before, from_wire(request));
    if (!words) return fail(words.error());
    const bool is_new = differs(*words, before);
    if (is_new) {
        flow->version += 1;
        flow->name = std::move(words->name);
        flow->graph = std::move(words->graph);
    }
    if (is_new || words->description != before.description) {
        flow->description = std::move(words->description);
        flow->updated_at = now;
        auto updated = update_flow(transaction, *flow, is_new);
        if (!updated) return fail(updated.error());
    }
    return answer_checked(transaction, around, *std::move(flow), answer);
}

} // namespace

Status FlowService::ListFlows(ServerContext* context,
                              const v1::ListFlowsRequest* request,
                              v1::ListFlowsResponse* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller& caller, pg::Transaction& transaction) {
            return list(transaction, Surroundings::of(caller, attributes_), *request, *answer);
        });
}

Status FlowService::CreateFlow(ServerContext* context,
                               const v1::CreateFlowRequest* request,
                               v1::Flow* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return create(transaction, Surroundings::of(caller, attributes_),
                                           *request, clock_.now(), *answer);
                         });
}

Status
FlowService::GetFlow(ServerContext* context, const v1::GetFlowRequest* request, v1::Flow* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto flow = newest_version(transaction, Surroundings::of(caller, attributes_),
                                             id_of(request->id()));
            if (!flow) return fail(flow.error());
            to_wire(*flow, *answer);
            return {};
        });
}

Status FlowService::UpdateFlow(ServerContext* context,
                               const v1::UpdateFlowRequest* request,
                               v1::Flow* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return update(transaction, Surroundings::of(caller, attributes_),
                                           *request, clock_.now(), *answer);
                         });
}

Status FlowService::DeleteFlow(ServerContext* context,
                               const v1::DeleteFlowRequest* request,
                               google::protobuf::Empty* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto flow =
                lock_flow(transaction, caller.organization.value(), id_of(request->id()));
            if (!flow) return fail(flow.error());
            auto unused = require_unused(transaction, flow->organization, flow->id);
            if (!unused) return fail(unused.error());
            return hide_flow(transaction, flow->id, clock_.now());
        });
}

Status FlowService::ListFlowVersions(ServerContext* context,
                                     const v1::ListFlowVersionsRequest* request,
                                     v1::ListFlowVersionsResponse* answer) {
    return endpoint_.run(
        *context, *request, *answer, [&](const rpc::Caller& caller, pg::Transaction& transaction) {
            return list(transaction, Surroundings::of(caller, attributes_), *request, *answer);
        });
}

Status FlowService::ReadFlowVersion(ServerContext* context,
                                    const v1::ReadFlowVersionRequest* request,
                                    v1::Flow* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            auto flow = read_past_flow(transaction, caller.organization.value(),
                                       id_of(request->id()), request->version());
            if (!flow) return fail(flow.error());
            return answer_checked(transaction, Surroundings::of(caller, attributes_),
                                  *std::move(flow), *answer);
        });
}

Status FlowService::ValidateFlow(ServerContext* context,
                                 const v1::ValidateFlowRequest* request,
                                 v1::FlowValidation* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            auto graph = graph_of(request->document());
            if (!graph) return fail(graph.error());
            const auto problems = check_graphs(transaction, Surroundings::of(caller, attributes_),
                                               {std::move(*graph)});
            if (!problems) return fail(problems.error());
            to_wire(problems->front(), *answer);
            return {};
        });
}

} // namespace hatif::program_scheduler
