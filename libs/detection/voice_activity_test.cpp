#include "detection/voice_activity.hpp"

#include "detection/signal_testing.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::detection;
using namespace hatif::detection::testing;

namespace {

/// Milliseconds that are heard as sound, from `from` on.
int active(const Signal& signal, milliseconds from = milliseconds{0}) {
    VoiceActivity activity;
    Slicer slicer;
    const auto bytes = coded(signal);
    std::span<const std::uint8_t> rest{bytes};
    int count = 0;
    milliseconds clock{};
    while (!rest.empty()) {
        if (!slicer.fill(audio::Codec::pcma, rest)) continue;
        const bool heard = activity.hear(slicer.slice());
        if (clock >= from && heard) count += 10;
        clock += slice_time;
    }
    return count;
}

} // namespace

TEST_CASE("a voice is heard, silence is not", "[detection][voice]") {
    CHECK(active(quiet(milliseconds{2'000})) == 0);
    const int heard =
        active(quiet(milliseconds{500}) + voice(milliseconds{1'000}) + quiet(milliseconds{500}));
    CHECK(heard > 700);
    CHECK(heard < 1'150);
}

TEST_CASE("noise that does not change is no voice, however loud", "[detection][voice]") {
    for (const float strength : {0.005F, 0.05F, 0.5F}) {
        CAPTURE(strength);
        CHECK(active(noise(milliseconds{3'000}, strength)) < 100);
    }
}

TEST_CASE("noise that begins in the middle is taken for sound a second or so",
          "[detection][voice]") {
    const auto signal = quiet(milliseconds{500}) + noise(milliseconds{4'000}, 0.1F);
    CHECK(active(signal, milliseconds{2'000}) == 0);
}

TEST_CASE("a voice is heard above the noise of the room", "[detection][voice]") {
    const auto signal =
        quiet(milliseconds{400}) + voice(milliseconds{800}) + quiet(milliseconds{800});
    const int heard = active(signal & noise(milliseconds{2'000}, 0.03F));
    CHECK(heard > 400);
    CHECK(heard < 1'000);
}

TEST_CASE("a voice moves, a tone does not", "[detection][voice]") {
    const auto movement = [](const Signal& signal) {
        VoiceActivity activity;
        Slicer slicer;
        const auto bytes = coded(signal);
        std::span<const std::uint8_t> rest{bytes};
        float sum = 0;
        int count = 0;
        while (!rest.empty()) {
            if (!slicer.fill(audio::Codec::pcma, rest)) continue;
            activity.hear(slicer.slice());
            if (++count > 1) sum += activity.movement();
        }
        return sum / static_cast<float>(count);
    };
    CHECK(movement(voice(milliseconds{1'500})) > 0.6F);
    CHECK(movement(sine({425}, milliseconds{1'500})) < 0.4F);
    CHECK(movement(sine({300, 600, 900}, milliseconds{1'500}, 0.1F)) < 0.4F); // an instrument
}
