#pragma once

#include "base/result.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/leasing/lease.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// A lease that was claimed, with what its briefing needs.
struct Claimed {
    Lease lease;
    base::AudienceId audience;
    std::int64_t audience_version = 0;
    std::string currency{}; ///< of the execution; a single call says its own
    bool include_unreachable = false;
    std::optional<base::Instant> not_after{};  ///< its hours end; none: never
    std::vector<base::TrunkId> other_trunks{}; ///< who may carry it when its trunk refuses
};

/// Claims at most `most` attempts that are due, within every bound on live calls and rates.
///
/// One transaction: the capacity rows are locked in order; the statement after counts live leases
/// and claims, so that two replicas cannot both see the last free place (READ COMMITTED would let
/// them in a single statement).
base::Result<std::vector<Claimed>> claim(pg::Pool& pool,
                                         const std::string& worker,
                                         std::int64_t most,
                                         std::chrono::seconds lease_time);

} // namespace hatif::program_scheduler
