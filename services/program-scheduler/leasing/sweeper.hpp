#pragma once

#include "base/result.hpp"
#include "program_scheduler/leasing/desk.hpp"
#include "program_scheduler/leasing/lease.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// Looks after what nobody else does: leases that ran out, numbers that are free again, executions
/// that are over. Any number of replicas may sweep at once.
class Sweeper {
public:
    using Steady = std::chrono::steady_clock::time_point;
    using SteadyClock = std::function<Steady()>;
    /// How far the topic of call-events goes now, by partition.
    using EndOffsets = std::function<base::Result<std::vector<std::int64_t>>()>;

    Sweeper(const Desk& desk,
            EndOffsets call_events,
            SteadyClock steady = std::chrono::steady_clock::now);

    /// One round; called every quarter of a second. After an outage, of PostgreSQL or of this
    /// replica itself (a gap in its rounds), no lease ends before one full lease time has passed:
    /// its worker had nobody to renew it with. The gap may be anywhere in a round, so it is looked
    /// for again after every search for late leases.
    base::Result<void> sweep();

private:
    base::Result<bool> any_late();
    base::Result<std::vector<base::AttemptId>> late(pg::Transaction& transaction,
                                                    const std::string& which) const;
    base::Result<std::vector<Lease>> lock_late(pg::Transaction& transaction,
                                               const std::string& which) const;
    base::Result<void> look_for_gap() const;
    base::Result<void> return_unstarted();
    base::Result<void> mark_lost();
    base::Result<void> end_lost();
    base::Result<void> free_numbers();
    base::Result<void> forget_dials();
    base::Result<void> vacuum();
    base::Result<void> complete_executions();

    const Desk desk_;
    const EndOffsets call_events_;
    const SteadyClock steady_;
    int rounds_ = 0;
    Steady round_began_{};
    Steady sound_since_{};
    Steady next_look_{}; ///< nothing runs out before
};

} // namespace hatif::program_scheduler
