#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/executions/auto_pause.hpp"
#include "program_scheduler/executions/status.hpp"

#include <optional>
#include <string>

namespace hatif::program_scheduler {

/// What comes with a change of status.
struct ControlWith {
    /// Calls in progress are ended too: their dialers are told with the next renewal of the leases.
    bool hang_up = false;
    std::string reason{};                  ///< of a trip: "node_threshold", "failure_breaker"
    std::optional<AutoPauseRules> rules{}; ///< of a resume: in place of those that it has
};

/// Changes the execution's status. One that ends skips whoever waits: the first of them at once,
/// the others, who count as skipped from now on, by skip_more. The row's lock waits for the Starts
/// that hold it FOR SHARE, and every Start after the commit sees the change: once a pause is
/// acknowledged, only calls with a yes from before may still leave, for as long as a yes is good.
///
/// Saying it again is harmless, and hangs up again; EXECUTION_STATUS_CONFLICT when the execution
/// has ended otherwise, EXECUTION_NOT_FOUND.
base::Result<void> control(pg::Transaction& transaction,
                           const base::OrganizationId& organization,
                           const base::ExecutionId& execution,
                           Control what,
                           base::Instant now,
                           const ControlWith& with = {});

/// Of an execution that has ended, some more of those who still stand in its queue are skipped.
base::Result<void> skip_more(pg::Transaction& transaction,
                             const base::OrganizationId& organization,
                             const base::ExecutionId& execution,
                             base::Instant now);

} // namespace hatif::program_scheduler
