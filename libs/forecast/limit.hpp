#pragma once

#include "forecast/run.hpp"

#include <functional>
#include <string>

namespace hatif::forecast {

/// The narrowest bound of a market: "trunk calls_per_second". Empty when nothing bounds it. Of
/// several that are as narrow the program's, then the organization's, then its numbers'.
std::string narrowest_bound(const Market& market, double seconds);

/// What a campaign would gain most without: its bounds, its hours, or the waiting for its retries.
struct Trials {
    RunResult as_it_is{};
    RunResult without_bounds{};
    RunResult without_hours{};
    RunResult without_delays{};
};

enum class Gain { nothing, bounds, hours, retries };

/// Nothing that gains less than a twentieth of the time, or a second, counts.
Gain greatest_gain(const Trials& trials, base::Instant begins);

} // namespace hatif::forecast
