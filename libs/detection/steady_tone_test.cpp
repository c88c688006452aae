#include "detection/steady_tone.hpp"

#include "detection/signal_testing.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::detection;
using namespace hatif::detection::testing;

namespace {

std::vector<Tone> tones(const Signal& signal) {
    SteadyTone listener;
    Slicer slicer;
    const auto bytes = coded(signal);
    std::span<const std::uint8_t> rest{bytes};
    std::vector<Tone> all;
    while (!rest.empty()) {
        if (!slicer.fill(audio::Codec::pcma, rest)) continue;
        if (const auto tone = listener.hear(slicer.slice())) all.push_back(*tone);
    }
    return all;
}

Signal alone(const Signal& sound) {
    return quiet(milliseconds{303}) + sound + quiet(milliseconds{300});
}

} // namespace

TEST_CASE("a tone that stands alone is told at its end, with pitch and length",
          "[detection][tone]") {
    for (const float hertz : {310.0F, 440.0F, 852.0F, 1'000.0F, 1'400.0F, 1'990.0F, 2'000.0F,
                              2'010.0F, 2'100.0F, 2'450.0F}) {
        for (const int length : {125, 200, 500, 1'200}) {
            CAPTURE(hertz, length);
            const auto heard = tones(alone(sine({hertz}, milliseconds{length})));
            REQUIRE(heard.size() == 1);
            CHECK(heard[0].hertz == Approx(hertz).margin(6));
            CHECK(heard[0].lasted.count() == Approx(length).margin(25));
            CHECK(heard[0].over);
        }
    }
}

TEST_CASE("a tone is heard in noise 12 dB below it", "[detection][tone]") {
    int heard = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const auto signal = alone(sine({980}, milliseconds{400}, 0.2F));
        heard += static_cast<int>(tones(signal & noise(milliseconds{1'003}, 0.06F, seed)).size());
    }
    CHECK(heard >= 19);
}

TEST_CASE("a tone that lasts two seconds is told while it lasts, once", "[detection][tone]") {
    const auto heard = tones(alone(sine({2'100}, milliseconds{3'300})));
    REQUIRE(heard.size() == 1);
    CHECK_FALSE(heard[0].over);
}

TEST_CASE("what is no steady single tone is not told", "[detection][tone]") {
    const auto length = milliseconds{600};
    CHECK(tones(alone(sine({1'000}, milliseconds{80}))).empty());     // too short
    CHECK(tones(alone(sine({200}, length))).empty());                 // too low
    CHECK(tones(alone(sine({3'000}, length))).empty());               // too high
    CHECK(tones(alone(sine({697, 1'209}, length))).empty());          // a key
    CHECK(tones(alone(sine({941, 1'633}, length))).empty());          // a key
    CHECK(tones(alone(sine({440, 480}, length))).empty());            // ringing, America
    CHECK(tones(alone(sine({350, 440}, length))).empty());            // dial tone
    CHECK(tones(alone(sine({523, 659, 784}, length, 0.1F))).empty()); // a chord
    CHECK(tones(alone(noise(length, 0.3F))).empty());
    CHECK(tones(alone(voice(milliseconds{3'000}))).empty());
}

TEST_CASE("a tone that goes over into other sound is none: it is music", "[detection][tone]") {
    Signal melody;
    for (const float hertz : {523.0F, 587.0F, 659.0F, 698.0F, 784.0F})
        melody = melody + sine({hertz}, milliseconds{300});
    CHECK(tones(melody + noise(milliseconds{300}, 0.3F)).empty());
}
