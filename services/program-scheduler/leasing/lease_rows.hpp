#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "schedule/attempt.hpp"

#include <map>
#include <vector>

/// The rows that every change of attempts begins with, locked in one order everywhere: executions,
/// execution_counts, leases.
namespace hatif::program_scheduler {

/// Of these attempts the leases that are still held, locked to the transaction's end.
base::Result<std::vector<Lease>> lock_leases(pg::Transaction& transaction,
                                             const std::vector<base::AttemptId>& attempts);

/// The executions of these attempts' leases, without a lock.
base::Result<std::vector<base::ExecutionId>>
executions_of(pg::Transaction& transaction, const std::vector<base::AttemptId>& attempts);

/// Locks the count rows, in order: before the first write of a transaction that announces.
base::Result<void> lock_counts(pg::Transaction& transaction,
                               const std::vector<base::ExecutionId>& executions);

using Gates = std::map<base::ExecutionId, schedule::Gate>;

/// What each execution says of its calls now. FOR SHARE: no pause or cancel commits before we do.
base::Result<Gates> lock_gates(pg::Transaction& transaction,
                               const std::vector<base::ExecutionId>& executions);

/// The same without a lock, for a transaction that holds the count rows: cancel takes them too.
base::Result<Gates> read_gates(pg::Transaction& transaction,
                               const std::vector<base::ExecutionId>& executions);

} // namespace hatif::program_scheduler
