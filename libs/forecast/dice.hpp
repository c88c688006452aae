#pragma once

#include "forecast/mix.hpp"

#include <cstdint>
#include <random>
#include <vector>

namespace hatif::forecast {

/// Chance, the same again for the same seed.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_{seed} {}

    /// How often something of this chance happens in so many tries; from 25 expected ones on by the
    /// bell curve.
    std::int64_t times(std::int64_t tries, double chance);

    /// So many calls, by the kinds of the mix, in their order.
    std::vector<std::int64_t> split(std::int64_t calls, const Mix& mix);

    /// A mix that could as well have been behind what was seen.
    Mix vary(const Mix& mix);

private:
    std::mt19937_64 random_;
};

} // namespace hatif::forecast
