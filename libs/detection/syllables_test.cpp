#include "detection/syllables.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace hatif::detection;

namespace {

/// Counted in `seconds` of a voice with this many syllables a second, `depth` dB deep.
int counted(double seconds, double rate, double depth, double loud = 1e6) {
    Syllables syllables;
    syllables.rest(static_cast<float>(loud / 1'000));
    int count = 0;
    for (int slice = 0; slice < seconds * 100; ++slice) {
        const double swing = (1 + std::cos(2 * std::numbers::pi * rate * slice / 100)) / 2;
        count += syllables.hear(static_cast<float>(loud * std::pow(10, -depth / 10 * swing)));
    }
    return count;
}

} // namespace

TEST_CASE("as many syllables are counted as were said, fast or slowly, loud or low",
          "[detection][syllables]") {
    for (const double rate : {2.5, 4.0, 5.0, 7.0})
        for (const double loud : {1e3, 1e5, 1e7}) {
            CAPTURE(rate, loud);
            CHECK(counted(4, rate, 12, loud) == Approx(4 * rate).margin(1));
        }
}

TEST_CASE("a sound that does not change is one syllable", "[detection][syllables]") {
    CHECK(counted(4, 5, 0) == 1);
    CHECK(counted(4, 5, 2) == 1); // noise trembles
}

TEST_CASE("a pause ends a syllable, however loud the next one begins", "[detection][syllables]") {
    Syllables syllables;
    syllables.rest(10);
    CHECK(syllables.hear(1'000));
    CHECK_FALSE(syllables.hear(1'000));
    syllables.rest(10);
    CHECK(syllables.hear(1'000));
}
