#pragma once

#include "program_scheduler/leasing/candidates.hpp"
#include "program_scheduler/leasing/locked_bounds.hpp"
#include "program_scheduler/leasing/usable_trunks.hpp"
#include "schedule/allocation.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// From the tables to the arithmetic of schedule::allocate and back.
namespace hatif::program_scheduler {

/// The room that these candidates share: bounds with their live leases, and who is where.
class SharedRoom {
public:
    /// Locks the capacity rows, then counts. For the first of these workers, and for those that may
    /// use the same trunks.
    static base::Result<SharedRoom> lock(pg::Transaction& transaction,
                                         const std::vector<Candidate>& candidates,
                                         const std::vector<std::string>& workers);

    schedule::Room room{};
    std::vector<schedule::Demand> demands{};
    std::vector<std::string> workers{}; ///< for whom it is
    base::Instant now{};                ///< the database's clock, read after the locks were held

    const base::Uuid& did(std::size_t place) const { return dids_[place]; }
    const base::Uuid& trunk(std::size_t place) const { return trunks_[place]; }
    const std::string& number(std::size_t did) const { return numbers_[did]; }

    /// Who may carry a call from this number when its trunk refuses it, the best first, as things
    /// are after `allocate`; nobody when the number names its trunk.
    std::vector<base::TrunkId> other_trunks(const base::Uuid& did, const base::Uuid& trunk) const;

    /// Writes the bounds and the turns back that `allocate` moved along: with the next statement.
    base::Result<void> save(pg::Transaction& transaction);

private:
    struct Line {
        std::optional<base::Uuid> organization;
        std::string number;
        std::optional<base::Uuid> trunk;
        bool is_shared = false;
    };
    /// How often an execution has called from each number of its pool.
    struct Turns {
        std::vector<std::int64_t> used{};
        std::optional<std::size_t> demand{};
        std::vector<std::size_t> places{}; ///< in the pool, of the demand's numbers
    };
    base::Result<void> lock_bounds(pg::Transaction& transaction,
                                   const std::vector<Candidate>& candidates);
    void read_lines(const pg::Rows& rows);
    void keep_trunks(const std::vector<UsableTrunk>& usable);
    std::optional<std::size_t> trunk_place(const Line& line) const;
    void read_turns(const pg::Rows& rows);
    bool is_theirs(const Candidate& candidate, const base::Uuid& did) const;
    bool may_call_from(const Candidate& candidate, const base::Uuid& did) const;
    void add_demand(const Candidate& candidate, std::int64_t share);
    void arrange(const std::vector<Candidate>& candidates);
    void keep_moved();
    base::Result<void> save_turns(pg::Transaction& transaction) const;

    LockedBounds bounds_{};
    std::vector<base::Uuid> organizations_, programs_, dids_, trunks_;
    std::vector<std::string> numbers_;
    std::map<base::Uuid, Line> lines_;
    std::map<base::ExecutionId, Turns> turns_;
};

} // namespace hatif::program_scheduler
