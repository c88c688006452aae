#include "voice/wav_lengths.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <random>

using hatif::voice::with_true_lengths;

namespace {

std::string number(std::uint32_t value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i, value >>= 8U) bytes += static_cast<char>(value & 0xFFU);
    return bytes;
}

std::string wav(std::uint32_t whole, std::uint32_t data, const std::string& samples) {
    const std::string format = "fmt " + number(16) + std::string("\1\0\1\0", 4) + number(22'050) +
                               number(44'100) + std::string("\2\0\20\0", 4);
    return "RIFF" + number(whole) + "WAVE" + format + "data" + number(data) + samples;
}

} // namespace

TEST_CASE("a WAV file out of a pipe gets its true lengths", "[unit][voice]") {
    const std::string samples(1'000, 'x');
    CHECK(with_true_lengths(wav(0x7FFFF024, 0x7FFFF000, samples)) == wav(1'036, 1'000, samples));
    CHECK(with_true_lengths(wav(0xFFFFFFFF, 0xFFFFFFFF, "")) == wav(36, 0, ""));
}

TEST_CASE("what knows its length, or is no WAV file, stays as it is", "[unit][voice]") {
    const auto good = wav(1'036, 1'000, std::string(1'000, 'x'));
    CHECK(with_true_lengths(good) == good);
    const auto cut = wav(1'036, 1'000, "xx");
    CHECK(with_true_lengths(cut) == cut);
    for (const auto* text : {"", "R", "RIFF", "OggS and more", "RIFF\1\2\3\4WAVE"}) {
        CHECK(with_true_lengths(text) == text);
    }
}

TEST_CASE("whatever the bytes are, they stay as many", "[unit][voice]") {
    std::minstd_rand random{7};
    const auto whole = wav(0x7FFFF024, 0x7FFFF000, std::string(64, 'x'));
    for (int round = 0; round < 20'000; ++round) {
        auto bytes = whole.substr(0, random() % (whole.size() + 1));
        for (auto changes = random() % 4; changes > 0 && !bytes.empty(); --changes) {
            bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        CHECK(with_true_lengths(bytes).size() == bytes.size());
    }
}
