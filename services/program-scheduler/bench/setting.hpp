#pragma once

#include "program_scheduler/bench/people.hpp"
#include "program_scheduler/executions/status.hpp"
#include "program_scheduler/numbers/bounds.hpp"
#include "program_scheduler/programs/launch.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace hatif::program_scheduler::bench {

using Random = std::mt19937_64;

/// True so often.
inline bool chance(Random& random, double of_one) {
    return std::uniform_real_distribution<double>{0, 1}(random) < of_one;
}

inline std::int64_t between(Random& random, std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{least, most}(random);
}

/// A bound as it was set, from a moment on.
struct Setting {
    base::Instant since{};
    std::optional<std::int64_t> most{};
    std::optional<double> rate{};
};

/// What bounds said over time, by their row of `capacity`.
using BoundHistory = std::map<std::pair<CapacityKind, base::Uuid>, std::vector<Setting>>;

/// A program that is launched once.
struct Venture {
    Program program;
    OrganizationRules rules{};
    base::Instant launch_at{};
    std::pair<std::size_t, std::size_t> people{}; ///< [from, until)
    base::ExecutionId execution{base::Uuid{}};    ///< from its launch on
    /// What was asked of it, and when.
    std::vector<std::pair<base::Instant, ExecutionStatus>> told{};

    bool launched() const { return !execution.value().is_nil(); }
};

/// How often things go wrong, each time that they could.
struct Faults {
    double claim_lost = 0;    ///< the worker never hears of its leases
    double start_lost = 0;    ///< nor of the answer to a Start
    double renew_lost = 0;    ///< nor of one to a Renew
    double not_dialled = 0;   ///< a yes is not used
    double worker_dies = 0;   ///< each tick
    double worker_sleeps = 0; ///< with leases in hand; its own clock stands still meanwhile
    double frozen = 0;        ///< a replica stands still between claim and briefing
    double away = 0;          ///< the contact service, each tick
    double event_late = 0;    ///< is told late
    double event_twice = 0;   ///< is told again later
    double batch_twice = 0;   ///< is consumed again
    double disturbed = 0;     ///< someone pauses, resumes, cancels or changes limits, each tick
    double skewed = 0;        ///< a worker's clock is wrong
};

/// How time passes while something is under way.
struct Pace {
    base::Duration least = std::chrono::milliseconds{100}; ///< between two ticks
    base::Duration most = std::chrono::milliseconds{1'900};
    bool by_events = false; ///< to the next moment at which anything happens, within these
    std::chrono::seconds lease_time{15};
    base::Duration patience = std::chrono::days{6}; ///< whoever waits then is told not to
    std::int64_t most_ticks = 20'000;
};

/// All that one run is about.
struct Scene {
    std::uint64_t seed = 0;
    base::Instant begins{};
    rpc::Caller caller{};
    struct Number {
        base::DidId id;
        std::string text;
        std::optional<std::int32_t> most{};
        std::optional<base::TrunkId> trunk{};
    };
    struct Trunk {
        base::TrunkId id;
        std::optional<std::int32_t> most{};
        std::optional<double> rate{};
    };
    std::vector<Number> numbers{};
    std::vector<Trunk> trunks{};
    std::vector<Person> people{};
    std::vector<Venture> ventures{};
    BoundHistory bounds{};
    Faults faults{};
    Pace pace{};
    int workers = 1;
    int lines_of_a_worker = 50;
};

/// Writes down what the bounds of its lines, organization and programs are.
void note_bounds(Scene& scene);

/// A small campaign or two, with all that may go wrong.
Scene draw_scene(std::uint64_t seed);

/// Writes the numbers, trunks and programs.
void install(pg::Transaction& transaction, const Scene& scene);

} // namespace hatif::program_scheduler::bench
