#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <map>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// Why attempts of these executions go back, where their gate is paused, for the trail: "paused",
/// "node_threshold", "failure_breaker" (paused by itself), "start" (before its startAt), "window"
/// (a pause window or closed hours). Their rows are locked, or it does not matter.
base::Result<std::map<base::ExecutionId, std::string>>
why_closed(pg::Transaction& transaction, const std::vector<base::ExecutionId>& executions);

} // namespace hatif::program_scheduler
