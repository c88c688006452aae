#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/numbers/bounds.hpp"
#include "schedule/bound.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace hatif::program_scheduler {

using BoundKey = std::pair<CapacityKind, base::Uuid>;

/// How long a count of so many live leases is good for, if each lease that is given meanwhile is
/// added. Few are counted each time; of many, ended calls keep their places for a quarter of a
/// second at most.
base::Duration count_validity(std::int64_t leases);

/// Bounds whose rows this transaction has locked, with the live calls under each: those of the last
/// count of the leases, and all that were given since. So a count is never too low, nothing that
/// ends has to lower it, and nobody counts thirty thousand leases to give one.
class LockedBounds {
public:
    /// In the order of (kind, id). `others` are asked in the same round trip, after the locks.
    static base::Result<LockedBounds> lock(pg::Transaction& transaction,
                                           const std::set<BoundKey>& wanted,
                                           std::vector<pg::Query> others = {});

    /// Of one that was wanted: to be moved along by `schedule::take`. One that has no row bounds
    /// nothing; its calls count all the same.
    schedule::Bound& bound(CapacityKind kind, const base::Uuid& id) { return at(kind, id).now; }
    std::int64_t share(const base::Uuid& organization) {
        return at(CapacityKind::organization, organization).share;
    }

    /// Writes what moved along: with the next statement. Wanted by whoever gives a lease.
    base::Result<void> save(pg::Transaction& transaction) const;

    base::Instant now{};            ///< the database's clock, read after the locks were held
    std::vector<pg::Rows> others{}; ///< what was asked beside them

private:
    struct Kept {
        schedule::Bound now{}, before{};
        std::int64_t share = 10;
        bool has_row = false;
        base::Instant counted_until{}, counted_until_before{};
    };
    Kept& at(CapacityKind kind, const base::Uuid& id) { return kept_.at({kind, id}); }
    void read(const pg::Rows& rows);
    bool is_counted() const;
    base::Result<void> count(pg::Transaction& transaction);

    std::map<BoundKey, Kept> kept_;
};

} // namespace hatif::program_scheduler
