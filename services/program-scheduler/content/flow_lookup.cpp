#include "program_scheduler/content/flow_lookup.hpp"

#include "program_scheduler/content/flow_rows.hpp"

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

} // namespace

grpc::Status FlowLookup::ReadFlowGraph(grpc::ServerContext* context,
                                       const v1::ReadFlowGraphRequest* request,
                                       v1::FlowGraph* answer) {
    const auto look = [&](const rpc::Caller&, pg::Transaction& transaction) -> Result<void> {
        const base::OrganizationId organization{id_of(request->organization_id())};
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
        return {};
    };
    return endpoint_.run(*context, *request, *answer, look);
}

} // namespace hatif::program_scheduler
