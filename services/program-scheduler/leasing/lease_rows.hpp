#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "schedule/attempt.hpp"

#include <chrono>
#include <map>
#include <vector>

/// What every change of attempts begins with, locked in one order everywhere: the executions'
/// stories, the executions, their leases.
namespace hatif::program_scheduler {

/// Of these attempts the leases that are still held, locked to the transaction's end.
base::Result<std::vector<Lease>> lock_leases(pg::Transaction& transaction,
                                             const std::vector<base::AttemptId>& attempts);

/// As lock_leases does, as a question and what its rows say.
pg::Query locking_leases(const std::vector<base::AttemptId>& attempts);
std::vector<Lease> leases_in(const pg::Rows& rows);

/// Holds attempts that were claimed, for this long from now, and the numbers `to` that are known
/// and in no other call. Answers the attempts that got theirs; the others' leases name no number.
pg::Query insert_leases(std::vector<Lease> leases, std::chrono::seconds lease_time);

/// The executions of these attempts' leases, without a lock.
base::Result<std::vector<base::ExecutionId>>
executions_of(pg::Transaction& transaction, const std::vector<base::AttemptId>& attempts);

/// Takes the turn to write the stories of these executions: their counts, their events. To be the
/// first lock of a transaction that announces. An advisory lock, because a row's lock would give
/// the transaction its number before it waits: a later number could then be committed before it,
/// and the events of one key would be out of their order. It is taken before the next statement
/// runs, in the same round trip.
base::Result<void> lock_stories(pg::Transaction& transaction,
                                const std::vector<base::ExecutionId>& executions);

using Gates = std::map<base::ExecutionId, schedule::Gate>;

/// What each execution says of calls that start within the validity of a yes from now: none may
/// leave outside its hours. FOR SHARE: no pause or cancel commits before we do.
base::Result<Gates> lock_gates(pg::Transaction& transaction,
                               const std::vector<base::ExecutionId>& executions);

/// The same without a lock: for a transaction that holds the stories, which a cancel takes too.
base::Result<Gates> read_gates(pg::Transaction& transaction,
                               const std::vector<base::ExecutionId>& executions);

} // namespace hatif::program_scheduler
