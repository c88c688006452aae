#include "transcode/loudness.hpp"

#include "transcode/peak_limiter.hpp"
#include "transcode/sound_samples.hpp"
#include "transcode/speech_level.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace hatif::transcode;
using namespace hatif::transcode::testing;

namespace {

Samples brought(Samples samples) {
    bring_to_level(samples);
    return samples;
}

} // namespace

TEST_CASE("the gain leads to -20 dBm0, and never beyond its bounds", "[unit][loudness]") {
    CHECK(gain_for(-20) == 0);
    CHECK(gain_for(-20.4) == 0); // close enough
    CHECK(gain_for(-19.6) == 0);
    CHECK(gain_for(-21) == Approx(1));
    CHECK(gain_for(3.14) == Approx(-23.14));
    CHECK(gain_for(60) == Approx(-80));
    CHECK(gain_for(-50) == Approx(30));
    CHECK(gain_for(-52) == Approx(30));
    CHECK(gain_for(-55) == Approx(30));
    CHECK(gain_for(-55.1) == 0); // silence
}

TEST_CASE("speech of any level comes to the telephone's", "[unit][loudness]") {
    std::mt19937 random{20};
    for (const double amplitude : {0.01, 0.03, 0.1, 0.3, 3.0, 30'000.0}) {
        INFO("amplitude " << amplitude);
        const auto words = brought(babble(3, amplitude, random));
        CHECK(*speech_level(words) == Approx(wanted_level).margin(0.6));
    }
}

TEST_CASE("what is soft is not made loud without bound", "[unit][loudness]") {
    const auto soft = tone(1, 0.0014); // -53.9 dBm0
    CHECK(power_level(brought(soft)) == Approx(power_level(soft) + 30).margin(0.01));
}

TEST_CASE("silence stays silence, with its noise", "[unit][loudness]") {
    std::mt19937 random{21};
    const auto hiss = noise(1, 0.0005, random); // -60 dBm0
    CHECK(brought(hiss) == hiss);
    CHECK(brought(silence(1)) == silence(1));
    CHECK(brought({}).empty());
}

TEST_CASE("what was brought to the level once stays as it is", "[unit][loudness]") {
    std::mt19937 random{22};
    for (int round = 0; round < 10; ++round) {
        const auto once = brought(silence(0.2) + babble(1, 0.02, random) + silence(0.3));
        CHECK(brought(once) == once);
    }
}

TEST_CASE("the pieces of a number are equally loud, whatever surrounds them", "[unit][loudness]") {
    std::mt19937 random{23};
    std::uniform_real_distribution<double> some{0, 1};
    double loudest = -100;
    double softest = 100;
    for (int round = 0; round < 60; ++round) {
        const auto before = silence(some(random));
        const auto word = babble(0.25 + 0.25 * static_cast<double>(round % 5),
                                 0.01 * std::pow(30, some(random)), random);
        const auto piece = brought(before + word + silence(some(random)));
        const auto level = power_level(std::span{piece}.subspan(before.size(), word.size()));
        loudest = std::max(loudest, level);
        softest = std::min(softest, level);
    }
    CHECK(loudest - softest < 1.5);
    CHECK(loudest == Approx(wanted_level).margin(2));
}

TEST_CASE("a click does not make its recording quiet", "[unit][loudness]") {
    std::mt19937 random{24};
    auto words = babble(2, 0.02, random);
    words[7000] = 1;
    const auto made = brought(words);
    const auto later = std::span{made}.subspan(8000);
    CHECK(*speech_level(later) == Approx(wanted_level).margin(2));
    const auto peaks = true_peaks(made);
    CHECK(*std::max_element(peaks.begin(), peaks.end()) < highest_peak * 1.03F);
}
