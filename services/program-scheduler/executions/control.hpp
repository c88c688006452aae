#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

namespace hatif::program_scheduler {

enum class Control { pause, resume, cancel };

/// Changes the execution's status. The row's lock waits for the Starts that hold it FOR SHARE, and
/// every Start after the commit sees the change: once a pause is acknowledged, only calls with a
/// yes from before may still leave, for as long as a yes is good.
///
/// Saying it again is harmless; EXECUTION_STATUS_CONFLICT when the execution has ended otherwise,
/// EXECUTION_NOT_FOUND.
base::Result<void> control(pg::Transaction& transaction,
                           const base::OrganizationId& organization,
                           const base::ExecutionId& execution,
                           Control what,
                           base::Instant now);

} // namespace hatif::program_scheduler
