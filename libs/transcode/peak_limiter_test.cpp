#include "transcode/peak_limiter.hpp"

#include "transcode/sound_samples.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace hatif::transcode;
using namespace hatif::transcode::testing;

namespace {

/// The wave at any place, by the whole sinc: slow and obvious.
double wave_at(const Samples& samples, double place) {
    double sum = 0;
    for (std::size_t at = 0; at < samples.size(); ++at) {
        const double angle = std::numbers::pi * (place - static_cast<double>(at));
        sum += samples[at] * (std::abs(angle) < 1e-9 ? 1 : std::sin(angle) / angle);
    }
    return sum;
}

double highest_of(const Samples& samples) {
    double highest = 0;
    for (double place = 0; place < static_cast<double>(samples.size()); place += 0.125) {
        highest = std::max(highest, std::abs(wave_at(samples, place)));
    }
    return highest;
}

} // namespace

TEST_CASE("a sound without high peaks is left as it is, to the bit", "[unit][peak-limiter]") {
    std::mt19937 random{9};
    const auto sound = babble(1, 0.08, random) + tone(0.5, 0.6);
    auto limited = sound;
    limit_peaks(limited);
    CHECK(limited == sound);
}

TEST_CASE("a peak between two samples is seen", "[unit][peak-limiter]") {
    // A quarter of the rate, sampled at 45 degrees: no sample is above 0.707 of the wave's peak.
    Samples sound = silence(0.05);
    for (std::size_t at = 0; at < sound.size(); ++at) {
        const double angle = std::numbers::pi * (static_cast<double>(at) / 2 + 0.25);
        sound[at] = static_cast<float>(1.2 * std::sin(angle));
    }
    REQUIRE(*std::max_element(sound.begin(), sound.end()) < 0.86F);
    const auto peaks = true_peaks(sound);
    CHECK(peaks[200] == Approx(1.2).margin(0.05));
    limit_peaks(sound);
    CHECK(std::abs(wave_at(sound, 200.5)) == Approx(highest_peak).margin(0.04));
}

TEST_CASE("no wave leaves above -1 dB of full scale", "[unit][peak-limiter]") {
    std::mt19937 random{10};
    std::uniform_int_distribution<std::size_t> place{0, 799};
    for (int round = 0; round < 10; ++round) {
        auto sound = babble(0.1, 0.2, random);
        for (int click = 0; click < 4; ++click) sound[place(random)] = 2.5F;
        limit_peaks(sound);
        INFO("round " << round);
        CHECK(highest_of(sound) < highest_peak * 1.03);
    }
}

TEST_CASE("a click turns down its surroundings alone, and smoothly", "[unit][peak-limiter]") {
    auto sound = tone(1, 0.2);
    const auto before = sound;
    sound[4000] = 3;
    limit_peaks(sound);
    CHECK(std::equal(before.begin(), before.begin() + 3900, sound.begin()));
    CHECK(std::equal(before.begin() + 4100, before.end(), sound.begin() + 4100));
    float last = 1;
    for (std::size_t at = 3850; at < 4150; ++at) {
        if (std::abs(before[at]) < 0.05F || at == 4000) continue;
        const float gain = sound[at] / before[at];
        CHECK(std::abs(gain - last) < 0.08F);
        last = gain;
    }
}
