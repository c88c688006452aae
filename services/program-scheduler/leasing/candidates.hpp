#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "schedule/allocation.hpp"

#include <map>
#include <vector>

/// From the tables to the arithmetic of schedule::allocate and back.
namespace hatif::program_scheduler {

enum class CapacityKind { organization = 0, program = 1, did = 2, trunk = 3 };

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
};

/// At most `most` people due are counted per execution; no row is locked.
base::Result<std::vector<Candidate>> find_candidates(pg::Transaction& transaction,
                                                     std::int64_t most);

/// The room that these candidates share: bounds with their live leases, and who is where.
class SharedRoom {
public:
    /// Locks the capacity rows, then counts.
    static base::Result<SharedRoom> lock(pg::Transaction& transaction,
                                         const std::vector<Candidate>& candidates);

    schedule::Room room{};
    std::vector<schedule::Demand> demands{};
    base::Instant now{}; ///< the database's clock, read after the locks were held

    const base::Uuid& did(std::size_t place) const { return dids_[place]; }
    const base::Uuid& trunk(std::size_t place) const { return trunks_[place]; }
    const std::string& number(std::size_t did) const { return numbers_[did]; }

    /// Writes the bounds and the turns back that `allocate` moved along.
    base::Result<void> save(pg::Transaction& transaction) const;

private:
    struct Line {
        std::optional<base::Uuid> organization;
        std::string number;
        std::optional<base::Uuid> trunk;
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
