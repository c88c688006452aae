#include "transcode/silence.hpp"

#include "transcode/sound_samples.hpp"

#include <catch2/catch.hpp>

using namespace hatif::transcode;
using namespace hatif::transcode::testing;

namespace {

constexpr std::size_t margin = 400; // 50 ms

/// Within a frame or two of what was meant.
void is_near(const Part& part, double first, double end) {
    CHECK(static_cast<double>(part.first) / 8000 == Approx(first).margin(0.021));
    CHECK(static_cast<double>(part.end) / 8000 == Approx(end).margin(0.021));
}

} // namespace

TEST_CASE("what is heard begins and ends where the sound does", "[unit][silence]") {
    std::mt19937 random{3};
    is_near(audible_part(silence(0.5) + tone(1, 0.3) + silence(2)), 0.5, 1.5);
    SECTION("in a recording with noise") {
        const auto recording = noise(0.5, 0.002, random) + tone(1, 0.3) + noise(2, 0.002, random);
        is_near(audible_part(recording), 0.5, 1.5);
    }
    SECTION("a soft sound before a loud one belongs to it") {
        const auto recording = silence(0.5) + noise(0.1, 0.005, random) + tone(1, 0.5);
        is_near(audible_part(recording), 0.5, 1.6);
    }
    SECTION("pauses within are no end") {
        is_near(audible_part(silence(1) + tone(0.2, 0.3) + silence(3) + tone(0.2, 0.3)), 1, 4.4);
    }
}

TEST_CASE("a click is not where speech begins", "[unit][silence]") {
    auto recording = silence(1) + tone(1, 0.3) + silence(1);
    recording[2000] = 0.9F;
    recording[20'000] = -0.9F;
    is_near(audible_part(recording), 1, 2);
}

TEST_CASE("steady sound and silence are kept whole", "[unit][silence]") {
    std::mt19937 random{4};
    for (const auto& sound : {silence(1), tone(1, 0.3), tone(1, 0.0001), noise(1, 0.1, random)}) {
        CHECK(audible_part(sound) == Part{0, 8000});
        CHECK(trimmed(sound) == Part{0, 8000});
    }
    CHECK(trimmed({}) == Part{0, 0});
    CHECK(trimmed(Samples{0.5F}) == Part{0, 1});
}

TEST_CASE("a margin of silence stays at both ends", "[unit][silence]") {
    const auto sound = silence(0.5) + tone(1, 0.3) + silence(2);
    const auto heard = audible_part(sound);
    const auto kept = trimmed(sound);
    CHECK(heard.first - kept.first == margin);
    CHECK(kept.end - heard.end == margin);
    const auto short_ends = silence(0.02) + tone(1, 0.3) + silence(0.01);
    CHECK(trimmed(short_ends) == Part{0, short_ends.size()});
}

TEST_CASE("how loud a recording is does not change where it begins", "[unit][silence]") {
    std::mt19937 random{5};
    for (int round = 0; round < 20; ++round) {
        const auto sound = noise(0.3, 0.001, random) + babble(0.7, 0.1, random) + silence(0.2);
        const auto part = audible_part(sound);
        CHECK(part.first <= part.end);
        CHECK(part.end <= sound.size());
        CHECK(audible_part(times(sound, 0.25)) == part);
    }
}
