#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "flow/read_graph.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/flow.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The flows that a flow goes on with (`goto_flow`): those that it names, those that they name, and
/// so on. It may be among them itself.
namespace hatif::program_scheduler {

/// By id, each in its version.
using LinkedFlows = std::map<base::FlowId, std::uint32_t>;

/// `{"<flow id>": 3}`: what `executions.linked_flows` holds. What cannot be read is none.
std::string to_json(const LinkedFlows& flows);
LinkedFlows linked_flows_in(std::string_view json);

LinkedFlows versions_of(const std::vector<SavedFlow>& flows);

/// The newest versions of all that a graph which names these goes on with. Another organization's
/// and deleted ones are missing. One more than `flow::most_linked_flows` at most: too many are seen
/// as such.
base::Result<std::vector<SavedFlow>> newest_linked(pg::Transaction& transaction,
                                                   const base::OrganizationId& organization,
                                                   const std::vector<base::FlowId>& named);

/// These versions, those of deleted flows too; another organization's are missing.
base::Result<std::vector<SavedFlow>> read_linked(pg::Transaction& transaction,
                                                 const base::OrganizationId& organization,
                                                 const LinkedFlows& flows);

/// Their graphs, as `flow::Known` and `flow::link` want them.
class LinkedGraphs {
public:
    explicit LinkedGraphs(const std::vector<SavedFlow>& flows);

    /// By the flows' ids; null where a graph cannot be read.
    std::map<std::string, const flow::Graph*> all() const;
    /// Only those that can.
    std::map<std::string, const flow::Graph*> readable() const;

private:
    std::map<std::string, flow::Draft> drafts_;
};

} // namespace hatif::program_scheduler
