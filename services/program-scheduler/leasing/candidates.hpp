#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/limits.hpp"
#include "program_scheduler/numbers/bounds.hpp"
#include "schedule/allocation.hpp"

#include <map>
#include <vector>

/// From the tables to the arithmetic of schedule::allocate and back.
namespace hatif::program_scheduler {

/// A running execution with people due, inside its hours.
struct Candidate {
    base::ExecutionId execution;
    base::OrganizationId organization;
    base::ProgramId program;
    base::AudienceId audience;
    std::int64_t audience_version = 0;
    std::vector<base::Uuid> dids{};
    std::int64_t due = 0;
    std::string currency{};
    bool include_unreachable = false;
    std::int32_t priority = 5;
    std::optional<base::Instant> closes_at{}; ///< none: never
    base::Duration max_call = usual_max_call;
};

/// At most `most` people due are counted per execution; no row is locked.
base::Result<std::vector<Candidate>> find_candidates(pg::Transaction& transaction,
                                                     std::int64_t most);

/// The room that these candidates share: bounds with their live leases, and who is where.
class SharedRoom {
public:
    /// Locks the capacity rows, then counts. By the trunks that this worker may use.
    static base::Result<SharedRoom> lock(pg::Transaction& transaction,
                                         const std::vector<Candidate>& candidates,
                                         const std::string& worker);

    schedule::Room room{};
    std::vector<schedule::Demand> demands{};
    base::Instant now{}; ///< the database's clock, read after the locks were held

    const base::Uuid& did(std::size_t place) const { return dids_[place]; }
    const base::Uuid& trunk(std::size_t place) const { return trunks_[place]; }
    const std::string& number(std::size_t did) const { return numbers_[did]; }

    /// Who may carry a call of this place when its trunk refuses it, the best first, as things are
    /// after `allocate`; nobody when the number names its trunk.
    std::vector<base::TrunkId> other_trunks(const schedule::Place& place) const;

    /// Writes the bounds and the turns back that `allocate` moved along.
    base::Result<void> save(pg::Transaction& transaction) const;

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
        std::size_t demand = 0;
        std::vector<std::size_t> places{}; ///< in the pool, of the demand's numbers
    };
    using Bounds = std::map<std::pair<CapacityKind, base::Uuid>, schedule::Bound>;
    base::Result<Bounds> read_bounds(pg::Transaction& transaction,
                                     const std::vector<Candidate>& candidates);
    base::Result<void> read_lines(pg::Transaction& transaction,
                                  const std::vector<Candidate>& candidates);
    base::Result<void> read_trunks(pg::Transaction& transaction, const std::string& worker);
    std::optional<std::size_t> trunk_place(const Line& line) const;
    base::Result<void> read_turns(pg::Transaction& transaction,
                                  const std::vector<Candidate>& candidates);
    void arrange(const std::vector<Candidate>& candidates, const Bounds& bounds);
    base::Result<void> save_turns(pg::Transaction& transaction) const;

    std::vector<base::Uuid> organizations_, programs_, dids_, trunks_;
    std::vector<std::string> numbers_;
    std::map<base::Uuid, Line> lines_;
    std::map<base::ExecutionId, Turns> turns_;
};

} // namespace hatif::program_scheduler
