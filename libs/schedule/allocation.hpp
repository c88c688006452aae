#pragma once

#include "base/instant.hpp"
#include "schedule/bound.hpp"
#include "schedule/trunk_choice.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// How many calls may be leased now, from which number, by which trunk, and when each may start.
///
/// The caller has locked the capacity rows and counted the live leases in the statement after; this
/// is the arithmetic in between. Every call takes one place in each of four bounds: its
/// organization, its program, its DID, its trunk.
namespace hatif::schedule {

/// A number to call from; `trunk` bounds it to one trunk, by its place in `Room::trunks`.
struct Did {
    Bound bound{};
    std::optional<std::size_t> trunk{};
};

/// The bounds of the organizations, programs, DIDs and trunks that this round is about.
struct Room {
    std::vector<Bound> organizations{};
    std::vector<Bound> programs{};
    std::vector<Did> dids{};
    std::vector<Trunk> trunks{}; ///< those that take calls now
    std::uint64_t luck = 0;      ///< any number; moves on with each draw
};

/// An execution with people due: places in the room, and how many are due.
struct Demand {
    std::size_t organization = 0;
    std::size_t program = 0;
    std::vector<std::size_t> dids{};
    std::int64_t due = 0;
    std::int64_t priority = 5; ///< 1 to 10: its weight among the programs of its organization
    /// How often it has called from each of its numbers. Empty: the numbers' own counts decide.
    std::vector<std::int64_t> turns{};
    std::int64_t share = 10; ///< 1 to 1,000: its organization's weight
};

/// One call that may be leased.
struct Place {
    std::size_t demand = 0;
    std::size_t did = 0;
    std::size_t trunk = 0;
    base::Instant not_before{};
    bool by_rate = false; ///< one of its bounds has a rate: it is to keep its distance to others

    bool operator==(const Place&) const = default;
};

/// Gives out at most `most` places, by weights: organizations have live calls by their shares, the
/// programs of each by their priorities, as far as bounds and people due allow; what one leaves
/// goes to the others. Each place is drawn by lot among those who have less than their part, by how
/// much they lack: so weights hold over time even where room opens for one call at a time, and
/// nobody starves. Each demand's numbers take turns; trunks share by priority and weight. No place
/// starts later than `horizon` from now: what the rates do not allow by then waits for a later
/// round. The bounds in `room` and the turns are moved along.
std::vector<Place> allocate(Room& room,
                            std::vector<Demand>& demands,
                            std::int64_t most,
                            base::Instant now,
                            base::Duration horizon);

/// Whether, after a round, all who still wait do so for rates alone: each has a bound that allows
/// no start by `latest`, so that no call that ends and no other worker's room would help them.
bool wait_for_rates(const Room& room,
                    const std::vector<Demand>& demands,
                    const std::vector<Place>& places,
                    base::Instant latest);

} // namespace hatif::schedule
