#pragma once

#include "base/result.hpp"
#include "program_scheduler/leasing/desk.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "program_scheduler/leasing/terms.hpp"

#include <cstdint>
#include <functional>
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

std::vector<Lease> leases_of(const std::vector<Claimed>& claimed);

/// A worker with room for so many more calls.
struct Asking {
    std::string worker;
    std::int64_t room = 0;
};

/// Meets those who were claimed, while the claim is under way: writes into the leases whom they
/// call
/// (`to`) and until when, of those who may be called at once. May run anew with others.
using Meet = std::function<base::Result<void>(pg::Transaction&, std::vector<Claimed>&, Terms&)>;

/// What was claimed, in however many rounds.
struct Claims {
    std::vector<Claimed> claimed{};
    /// Whoever waits still waits for rates that have given all of `lease_ahead`: of those nobody
    /// can be claimed for a while, whichever call ends and whoever has room.
    bool wait_for_rates = false;
};

/// Claims attempts that are due, within every bound on live calls and rates, for workers that are
/// different: for none more than it has room for. At most `claim_size` for workers who may use the
/// same trunks.
///
/// One transaction: the capacity rows are locked in order; the statement after counts live leases
/// and claims, so that two replicas cannot both see the last free place (READ COMMITTED would let
/// them in a single statement). Of those whom `meet` gave a number it is held from here on; where
/// it was in another call, `to` is empty again.
base::Result<Claims> claim(const Desk& desk, std::vector<Asking> asking, const Meet& meet = {});

} // namespace hatif::program_scheduler
