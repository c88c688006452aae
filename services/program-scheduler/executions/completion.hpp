#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <vector>

namespace hatif::program_scheduler {

/// Running executions whose contacts have all come to an end, as far as a look without locks tells.
base::Result<std::vector<base::ExecutionId>> find_completed(pg::Transaction& transaction);

/// Completes the execution, on positive evidence only: it runs, every member was planned, the ends
/// add up to the total, and neither the queue nor a worker holds anyone. Otherwise nothing changes.
base::Result<void>
complete(pg::Transaction& transaction, const base::ExecutionId& execution, base::Instant now);

} // namespace hatif::program_scheduler
