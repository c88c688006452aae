#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "program_scheduler/limits.hpp"
#include "schedule/attempt.hpp"

#include <optional>
#include <string>

namespace hatif::program_scheduler {

/// An attempt that a worker holds: one row of `leases`.
struct Lease {
    base::AttemptId attempt;
    int epoch = 0;
    int attempt_number = 1;
    base::JobId job;
    base::ExecutionId execution;
    base::OrganizationId organization;
    base::ProgramId program; ///< the organization's id for a single call, which has no program
    base::ContactId contact; ///< nil for a caller whom nobody knows
    base::DidId did;
    base::TrunkId trunk;
    std::string worker{};
    std::string to{};   ///< E.164
    std::string from{}; ///< E.164
    base::Instant not_before{};
    bool by_rate = false; ///< as schedule::Place, while it is claimed
    std::optional<base::Instant> started_at{};
    bool answered = false;
    base::Duration max_call = usual_max_call; ///< from Start to the end at the latest
    bool inbound = false;                     ///< it came to us: `from` calls, `to` is our number
    std::optional<base::Instant> not_after{}; ///< the end of its hours; none: never

    /// To one contact, outside of any program: its execution is a line (migrations/0007_calls.sql).
    bool is_single() const { return program.value() == organization.value(); }
};

/// The row as the pure machine sees it.
inline schedule::AttemptState state_of(const Lease& lease) {
    if (!lease.started_at) return schedule::Leased{};
    return schedule::Started{lease.answered};
}

} // namespace hatif::program_scheduler
