#include "tone/key_detector.hpp"

#include "audio/g711.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace hatif;
using hatif::tone::KeyDetector;

namespace {

using std::chrono::milliseconds;
using Signal = std::vector<double>;

constexpr std::string_view keys = "123A456B789C*0#D";

Signal quiet(int time) {
    return Signal(static_cast<std::size_t>(time) * 8);
}

/// Q.23: one of four low and one of four high tones; `twist`: dB that the high one is stronger.
Signal press(char key, int time, double twist = 0) {
    const std::array<double, 4> low{697, 770, 852, 941};
    const std::array<double, 4> high{1'209, 1'336, 1'477, 1'633};
    const auto at = keys.find(key);
    auto signal = quiet(time);
    for (std::size_t i = 0; i < signal.size(); ++i) {
        const double turn = 2 * std::numbers::pi * static_cast<double>(i) / 8'000;
        signal[i] = 0.12 * std::sin(turn * low[at / 4]) +
                    0.12 * std::pow(10, twist / 20) * std::sin(turn * high[at % 4]);
    }
    return signal;
}

Signal operator+(Signal first, const Signal& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

std::vector<std::uint8_t> coded(const Signal& signal, audio::Codec codec = audio::Codec::pcma) {
    std::vector<std::uint8_t> bytes;
    for (const double value : signal)
        bytes.push_back(
            audio::encode(codec, static_cast<std::int16_t>(std::lround(value * 32'767))));
    return bytes;
}

std::string
heard(const Signal& signal, std::size_t size = 160, audio::Codec codec = audio::Codec::pcma) {
    KeyDetector detector;
    const auto bytes = coded(signal, codec);
    std::string all;
    for (std::size_t i = 0; i < bytes.size(); i += size)
        all += detector.hear(codec, {bytes.data() + i, std::min(size, bytes.size() - i)});
    return all;
}

} // namespace

TEST_CASE("each of the sixteen keys is heard, once a press, however long", "[tone][keys]") {
    for (const char key : keys) {
        CAPTURE(key);
        for (const int time : {45, 60, 100, 400, 2'000})
            CHECK(heard(quiet(100) + press(key, time) + quiet(100)) == std::string{key});
    }
}

TEST_CASE("keys are the same in either coding and any packets", "[tone][keys]") {
    auto dialled = quiet(50);
    for (const char key : std::string{"0661234455*#"})
        dialled = dialled + press(key, 60) + quiet(60);
    for (const auto codec : {audio::Codec::pcma, audio::Codec::pcmu})
        for (const std::size_t size : {1, 80, 160, 240, 480, 5'000})
            CHECK(heard(dialled, size, codec) == "0661234455*#");
}

TEST_CASE("the high tone may be 4 dB stronger or 6 dB weaker", "[tone][keys]") {
    for (const char key : keys)
        for (const double twist : {4.0, -6.0}) {
            CAPTURE(key, twist);
            CHECK(heard(quiet(50) + press(key, 100, twist) + quiet(50)) == std::string{key});
        }
}

TEST_CASE("the same key twice is two presses when there is a pause between", "[tone][keys]") {
    CHECK(heard(quiet(50) + press('5', 80) + quiet(50) + press('5', 80) + quiet(50)) == "55");
}

TEST_CASE("a press that flickers is one", "[tone][keys]") {
    for (int at = 40; at < 70; ++at) {
        CAPTURE(at);
        CHECK(heard(quiet(50) + press('8', at) + quiet(10) + press('8', 80) + quiet(50)) == "8");
    }
}

TEST_CASE("a packet lost within a press does not make it two", "[tone][keys]") {
    const auto bytes = coded(quiet(100) + press('7', 300) + quiet(100));
    for (std::size_t lost = 0; lost < bytes.size() / 160; ++lost) {
        KeyDetector detector;
        std::string all;
        for (std::size_t i = 0; i < bytes.size() / 160; ++i)
            all += i == lost ? detector.pass(milliseconds{20})
                             : detector.hear(audio::Codec::pcma, {bytes.data() + 160 * i, 160});
        CAPTURE(lost);
        CHECK(all == "7");
    }
}

TEST_CASE("a long time without packets ends a press", "[tone][keys]") {
    KeyDetector detector;
    const auto once = coded(press('1', 100));
    CHECK(detector.hear(audio::Codec::pcma, once) == "1");
    CHECK(detector.pass(milliseconds{500}).empty());
    CHECK(detector.hear(audio::Codec::pcma, once) == "1");
    for (int beat = 0; beat < 10; ++beat) CHECK(detector.pass(milliseconds{20}).empty());
    CHECK(detector.hear(audio::Codec::pcma, once) == "1");
}

TEST_CASE("one tone, noise and silence are no key", "[tone][keys]") {
    auto single = quiet(1'000);
    for (std::size_t i = 0; i < single.size(); ++i)
        single[i] = 0.3 * std::sin(2 * std::numbers::pi * 697 * static_cast<double>(i) / 8'000);
    CHECK(heard(single).empty());
    std::mt19937 chance{3};
    auto noise = quiet(10'000);
    for (auto& sample : noise) sample = 0.4 * (static_cast<double>(chance()) / 2147483648.0 - 1);
    CHECK(heard(noise).empty());
    CHECK(heard(quiet(1'000)).empty());
}
