#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "program_scheduler/leasing/promises.hpp"

#include <set>
#include <vector>

/// A person has at most one live call in an organization, and no more calls than its cap allows.
namespace hatif::program_scheduler {

struct Held {
    std::set<base::AttemptId> given{}; ///< their numbers are theirs, and stand in their leases
    std::set<base::AttemptId> busy{};  ///< their numbers were in other calls; held still or not
    /// Neither: while we looked, the lease ran out, and is another worker's by now.
};

/// The order in which numbers are held, so that two replicas that meet on several wait in one
/// direction.
void sort_by_number(std::vector<Lease>& leases);

/// Holds the numbers `to` of leases that are held still, under their epochs and not started, and
/// notes numbers and hours' ends there.
base::Result<Held> hold_numbers(pg::Transaction& transaction, std::vector<Lease> leases);

/// Lets them go; those of leases without a number, or held by other attempts, are left alone.
base::Result<void> free_numbers(pg::Transaction& transaction, const std::vector<Lease>& leases);

/// Of leases whose numbers are held, those whose numbers were dialled as often as the cap of their
/// execution allows.
base::Result<std::set<base::AttemptId>>
over_cap(pg::Transaction& transaction, const std::vector<Lease>& leases, const Promises& promises);

/// Notes calls that start now; of those whose number a cap is kept for.
base::Result<void> note_dials(pg::Transaction& transaction,
                              const std::vector<base::AttemptId>& attempts);

/// They were not dialled after all.
base::Result<void> forget_dials(pg::Transaction& transaction, const std::vector<Lease>& leases);

} // namespace hatif::program_scheduler
