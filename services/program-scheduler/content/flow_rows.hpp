#pragma once

#include "base/result.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/flow.hpp"

#include <cstdint>
#include <vector>

namespace hatif::program_scheduler {

/// A new flow with its first version.
base::Result<void> insert_flow(pg::Transaction& transaction, const SavedFlow& flow);

/// The newest version. FLOW_NOT_FOUND when the organization has none such.
base::Result<SavedFlow> read_flow(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const base::FlowId& id);

/// That version, whoever's it is, and even when the flow was deleted since. FLOW_NOT_FOUND.
base::Result<SavedFlow>
read_flow_version(pg::Transaction& transaction, const base::FlowId& id, std::uint32_t version);

struct FlowList {
    std::vector<SavedFlow> flows;
    std::int64_t total = 0;
};

/// In their newest versions.
base::Result<FlowList> list_flows(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const page::Request& wanted);

} // namespace hatif::program_scheduler
