#include "transcode/speech_level.hpp"

#include "transcode/sound_samples.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace hatif::transcode;
using namespace hatif::transcode::testing;

namespace {

/// P.56 as it is written, for one threshold: how many samples are active, the hangover among them.
double active_samples(const std::vector<double>& envelope, double threshold) {
    std::size_t active = 0;
    for (std::size_t at = 0; at < envelope.size(); ++at) {
        for (std::size_t back = 0; back <= 1600 && back <= at; ++back) {
            if (envelope[at - back] < threshold) continue;
            ++active;
            break;
        }
    }
    return static_cast<double>(active);
}

/// The threshold that lies 15.9 dB below the level it finds, by halving; slow and obvious.
double slow_level(const Samples& samples) {
    const double g = std::exp(-1 / (8000 * 0.03));
    std::vector<double> envelope;
    double energy = 0;
    for (double p = 0, q = 0; const double sample : samples) {
        p = g * p + (1 - g) * std::abs(sample);
        q = g * q + (1 - g) * p;
        envelope.push_back(q);
        energy += sample * sample;
    }
    const auto level_at = [&](double threshold) {
        return 10 * std::log10(energy / active_samples(envelope, threshold));
    };
    double low = -120; // decibels
    double high = 20 * std::log10(*std::max_element(envelope.begin(), envelope.end()));
    for (int turn = 0; turn < 20; ++turn) {
        const double middle = (low + high) / 2;
        const bool far_above = level_at(std::pow(10, middle / 20)) - middle > 15.9;
        (far_above ? low : high) = middle;
    }
    return level_at(std::pow(10, low / 20)) + 10 * std::log10(2.0) + 3.14;
}

} // namespace

TEST_CASE("the loudest sine of G.711 has 3.14 dBm0", "[unit][speech-level]") {
    CHECK(*speech_level(tone(2, 1)) == Approx(3.14).margin(0.1));
    CHECK(*speech_level(tone(2, 0.1)) == Approx(-16.86).margin(0.1));
}

TEST_CASE("nothing has no level", "[unit][speech-level]") {
    CHECK_FALSE(speech_level({}));
    CHECK_FALSE(speech_level(silence(1)));
}

TEST_CASE("pauses make nobody seem quiet", "[unit][speech-level]") {
    std::mt19937 random{56};
    const auto words = babble(2, 0.1, random);
    const auto alone = *speech_level(words);
    CHECK(*speech_level(words + silence(5) + words) == Approx(alone).margin(0.5));
    CHECK(*speech_level(silence(3) + words + silence(20)) == Approx(alone).margin(0.7));
    CHECK(power_level(silence(3) + words + silence(20)) < alone - 10);
}

TEST_CASE("twice the amplitude is 6 dB more, at any scale", "[unit][speech-level]") {
    std::mt19937 random{1};
    for (const double amplitude : {1e-4, 0.01, 0.3}) {
        const auto words = babble(1.3, amplitude, random) + silence(0.4);
        CHECK(*speech_level(times(words, 2)) == Approx(*speech_level(words) + 6.02).margin(0.01));
        CHECK(*speech_level(times(words, 1e5)) == Approx(*speech_level(words) + 100).margin(0.01));
    }
}

TEST_CASE("the level is P.56's, found by its definition", "[unit][speech-level]") {
    std::mt19937 random{20261123};
    std::uniform_real_distribution<double> some{0, 1};
    for (int round = 0; round < 12; ++round) {
        Samples samples;
        for (int piece = 0; piece < 3; ++piece) {
            samples = samples + babble(0.2 + some(random), 0.02 + 0.2 * some(random), random) +
                      noise(some(random), 0.001, random);
        }
        INFO("round " << round);
        CHECK(*speech_level(samples) == Approx(slow_level(samples)).margin(1));
    }
}

TEST_CASE("a click has a level, and harms nothing", "[unit][speech-level]") {
    auto click = silence(1);
    click[4000] = 1;
    REQUIRE(speech_level(click));
    CHECK(*speech_level(click) < 3.14);
    CHECK(speech_level(Samples{1.0F}));
}
