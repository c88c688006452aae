#pragma once

#include "pg/transaction.hpp"
#include "program_scheduler/content/flow.hpp"

#include <vector>

namespace hatif::program_scheduler {

/// Everything wrong in these graphs, for an organization that has certain audio. In their order.
base::Result<std::vector<flow::Problems>> check_graphs(pg::Transaction& transaction,
                                                       const base::OrganizationId& organization,
                                                       const std::vector<std::string>& graphs);

base::Result<std::vector<CheckedFlow>> check_flows(pg::Transaction& transaction,
                                                   const base::OrganizationId& organization,
                                                   std::vector<SavedFlow> flows);

base::Result<CheckedFlow> check_flow(pg::Transaction& transaction, SavedFlow flow);

} // namespace hatif::program_scheduler
