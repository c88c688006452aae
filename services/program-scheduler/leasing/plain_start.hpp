#pragma once

#include "base/result.hpp"
#include "program_scheduler/leasing/desk.hpp"
#include "program_scheduler/leasing/lease.hpp"

#include <set>
#include <utility>
#include <vector>

namespace hatif::program_scheduler {

/// An attempt under one of its epochs: two workers may name it at once, and one of them holds it.
using Epoch = std::pair<base::AttemptId, int>;

/// Starts attempts that are as most are when their workers ask: leased under these epochs, of
/// executions that run, within their hours. Answers who started; of the others nothing is said. The
/// executions are locked as lock_gates does, the leases only by what changes them.
base::Result<std::set<Epoch>>
start_plain(pg::Transaction& transaction, const Desk& desk, const std::vector<Epoch>& asked);

} // namespace hatif::program_scheduler
