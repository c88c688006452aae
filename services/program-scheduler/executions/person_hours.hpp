#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

namespace hatif::program_scheduler {

/// Whether the person of this job may not be called now for the hours on their own clocks. False
/// where the execution goes by no person's hours, and where nobody can tell.
base::Result<bool> is_outside_hours(pg::Transaction& transaction, const base::JobId& job);

/// The same of whoever is due first among those who wait; false when nobody does.
base::Result<bool> first_is_outside_hours(pg::Transaction& transaction,
                                          const base::ExecutionId& execution);

} // namespace hatif::program_scheduler
