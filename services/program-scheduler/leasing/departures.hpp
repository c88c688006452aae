#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/endings.hpp"
#include "schedule/attempt.hpp"

#include <vector>

namespace hatif::program_scheduler {

/// Attempts of one transaction that were not dialled, sorted by where the pure machine sends them:
/// back to ready, or skipped because their execution has ended.
class Departures {
public:
    /// `next` is what schedule::step answered; a state that holds the lease leaves nothing to do.
    /// `why` is for the trail: "paused", "number_busy".
    void add(const Lease& lease,
             const schedule::AttemptState& next,
             base::Instant due_at,
             std::string why);

    /// The same for a lease that is returned under this gate.
    void
    add_returned(const Lease& lease, schedule::Gate gate, base::Instant due_at, std::string why);

    /// The contact will not be called, whatever the execution says.
    void add_skipped(const Lease& lease, std::string reason);

    /// Some wait again.
    bool any_returned() const { return !returns_.empty(); }

    base::Result<void> write(pg::Transaction& transaction, base::Instant now) const;

private:
    std::vector<Return> returns_;
    std::vector<Skip> skips_;
};

} // namespace hatif::program_scheduler
