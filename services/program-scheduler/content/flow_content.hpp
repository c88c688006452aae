#pragma once

#include "base/result.hpp"
#include "objects/object_store.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/flow.hpp"
#include "program_scheduler/content/flow_check.hpp"
#include "program_scheduler/content/linked_flows.hpp"

#include <functional>
#include <string>

namespace hatif::program::v1 {
class FlowVersion;
class GetFlowVersionRequest;
} // namespace hatif::program::v1

/// What programs, launches and workers want of flows and audio.
namespace hatif::program_scheduler {

/// One version, whether the flow was deleted since or not. FLOW_NOT_FOUND.
base::Result<SavedFlow>
flow_version(pg::Transaction& transaction, const base::FlowId& id, std::uint32_t version);

/// FLOW_NOT_FOUND when the organization has none such, or has it no more.
base::Result<void> require_flow(pg::Transaction& transaction,
                                const base::OrganizationId& organization,
                                const base::FlowId& id);

/// The graph of the newest version, whoever's it is. FLOW_NOT_FOUND.
base::Result<std::string> newest_graph(pg::Transaction& transaction, const base::FlowId& id);

/// The newest version, and all that is wrong with it. FLOW_NOT_FOUND.
base::Result<CheckedFlow>
newest_version(pg::Transaction& transaction, const Surroundings& around, const base::FlowId& id);

/// A version that calls can be made with, and the flows that it goes on with, each in its newest.
struct LaunchableFlow {
    std::uint32_t version = 1;
    LinkedFlows linked{};
};

/// The newest version, which calls can be made with: FLOW_NOT_FOUND, FLOW_INVALID with every error
/// of the graph, and of those that it goes on with, or when it begins with `answer`, UNAVAILABLE
/// when it cannot be known, because contact is away.
base::Result<LaunchableFlow> launchable_flow(pg::Transaction& transaction,
                                             const Attributes& attributes,
                                             const rpc::Caller& caller,
                                             const base::FlowId& id);

/// Does the graph begin with a node that takes a call that came (`answer`), or with one that places
/// a call (`dial`)? Of a graph with errors neither need be.
bool takes_calls(const std::string& graph);
bool places_calls(const std::string& graph);

/// FLOW_INVALID with every error of the graph as a field, UNAVAILABLE when not all was checked.
base::Result<void> require_valid(const CheckedFlow& flow);

/// LeaseService.GetFlowVersion: the graphs and the hashes of what they play, by audio id.
base::Result<void> answer_flow_version(pg::Transaction& transaction,
                                       const program::v1::GetFlowVersionRequest& request,
                                       program::v1::FlowVersion& answer);

/// Takes one piece of at most 64 KiB; false: the other side is gone.
using SendPiece = std::function<bool(std::string)>;

/// LeaseService.GetContent: a blob by its hash, piece by piece. AUDIO_NOT_FOUND.
base::Result<void>
send_content(objects::ObjectStore& objects, std::string_view hash, const SendPiece& send);

} // namespace hatif::program_scheduler
