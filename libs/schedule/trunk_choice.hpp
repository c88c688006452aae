#pragma once

#include "schedule/bound.hpp"

#include <cstddef>
#include <vector>

/// By which trunk a call leaves.
namespace hatif::schedule {

/// A trunk that takes calls now.
struct Trunk {
    Bound bound{};
    std::int64_t weight = 10;  ///< 1 to 100: its share among those of its priority
    std::int64_t priority = 0; ///< the lowest first
};

/// The next call is this one's rather than the other's, as far as both have room: by priority, then
/// whoever has carried fewest for its weight. By calls ever carried, not by those alive: a trunk
/// that fails its calls fast would else draw all of them.
bool goes_before(const Trunk& a, const Trunk& b);

/// Whoever was away, or is new, gets its share from now on, not all that it missed: it lags behind
/// the first of its priority by one turn (as many calls as its weight) at most.
void catch_up(std::vector<Trunk>& trunks);

/// Their places, whoever is to be tried first in front.
std::vector<std::size_t> in_order(const std::vector<Trunk>& trunks);

} // namespace hatif::schedule
