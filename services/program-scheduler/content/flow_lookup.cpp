#include "program_scheduler/content/flow_lookup.hpp"

#include "program_scheduler/content/flow_rows.hpp"
#include "program_scheduler/content/linked_flows.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
namespace v1 = program::v1;

namespace {

/// An id that is none belongs to nothing.
base::Uuid id_of(const std::string& text) {
    return base::Uuid::parse(text).value_or(base::Uuid{});
}

Result<void> add_linked(const Result<std::vector<SavedFlow>>& linked, v1::FlowGraph& answer) {
    if (!linked) return fail(linked.error());
    for (const auto& flow : *linked) {
        (*answer.mutable_linked_graphs())[flow.id.value().to_string()] = flow.graph;
    }
    return {};
}

Result<void> add_newest_linked(pg::Transaction& transaction,
                               const base::OrganizationId& organization,
                               const std::string& graph,
                               v1::FlowGraph& answer) {
    return add_linked(newest_linked(transaction, organization, content_of(graph).flows), answer);
}

} // namespace

grpc::Status FlowLookup::ReadFlowGraph(grpc::ServerContext* context,
                                       const v1::ReadFlowGraphRequest* request,
                                       v1::FlowGraph* answer) {
    const auto look = [&](const rpc::Caller&, pg::Transaction& transaction) -> Result<void> {
        const base::OrganizationId organization{id_of(request->organization_id())};
        if (!request->draft().empty()) {
            return add_newest_linked(transaction, organization, request->draft(), *answer);
        }
        const base::FlowId id{id_of(request->flow_id())};
        const auto flow = request->version() == 0
                              ? read_flow(transaction, organization, id)
                              : read_flow_version(transaction, id, request->version());
        if (!flow) return fail(flow.error());
        if (flow->organization != organization) {
            return fail(Errc::not_found, "no such flow", "FLOW_NOT_FOUND");
        }
        answer->set_graph(flow->graph);
        answer->set_version(flow->version);
        if (request->version() == 0) {
            return add_newest_linked(transaction, organization, flow->graph, *answer);
        }
        LinkedFlows wanted;
        for (const auto& [name, version] : request->linked_flows()) {
            wanted.emplace(id_of(name), version);
        }
        return add_linked(read_linked(transaction, organization, wanted), *answer);
    };
    return endpoint_.run(*context, *request, *answer, look);
}

} // namespace hatif::program_scheduler
