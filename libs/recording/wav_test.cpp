#include "recording/wav.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif;
using audio::Codec;
using recording::read_wav_header;
using recording::to_bytes;
using recording::WavHeader;

namespace {

std::string text_at(const recording::WavBytes& bytes, std::size_t at) {
    return {bytes.begin() + static_cast<std::ptrdiff_t>(at),
            bytes.begin() + static_cast<std::ptrdiff_t>(at + 4)};
}

std::uint32_t number_at(const recording::WavBytes& bytes, std::size_t at) {
    return bytes[at] | bytes[at + 1] << 8U | bytes[at + 2] << 16U |
           static_cast<std::uint32_t>(bytes[at + 3]) << 24U;
}

} // namespace

TEST_CASE("the header is RIFF's, with fmt, fact and data", "[unit][recording]") {
    const auto bytes = to_bytes({.codec = Codec::pcma, .channels = 2, .samples = 8'000});
    CHECK(text_at(bytes, 0) == "RIFF");
    CHECK(number_at(bytes, 4) == 50 + 16'000);
    CHECK(text_at(bytes, 8) == "WAVE");
    CHECK(text_at(bytes, 12) == "fmt ");
    CHECK(number_at(bytes, 16) == 18);
    CHECK(number_at(bytes, 20) == (2U << 16U | 6U)); // two channels of A-law
    CHECK(number_at(bytes, 24) == 8'000);
    CHECK(number_at(bytes, 28) == 16'000);
    CHECK(number_at(bytes, 32) == (8U << 16U | 2U)); // 8 bits, two bytes a moment
    CHECK(text_at(bytes, 38) == "fact");
    CHECK(number_at(bytes, 46) == 8'000);
    CHECK(text_at(bytes, 50) == "data");
    CHECK(number_at(bytes, 54) == 16'000);
}

TEST_CASE("mu-law is format 7", "[unit][recording]") {
    CHECK(to_bytes({.codec = Codec::pcmu, .channels = 1, .samples = 1})[20] == 7);
}

TEST_CASE("an odd number of bytes is padded, which only RIFF counts", "[unit][recording]") {
    const auto bytes = to_bytes({.codec = Codec::pcma, .channels = 1, .samples = 3});
    CHECK(number_at(bytes, 54) == 3);
    CHECK(number_at(bytes, 4) == 50 + 4);
}

TEST_CASE("what was written is read again", "[unit][recording]") {
    for (const auto codec : {Codec::pcma, Codec::pcmu}) {
        for (const std::uint32_t channels : {1U, 2U}) {
            for (const std::uint32_t samples : {0U, 1U, 160U, 691'200'000U}) {
                const WavHeader header{codec, channels, samples};
                CHECK(read_wav_header(to_bytes(header)) == header);
            }
        }
    }
}

TEST_CASE("no other header is taken for ours", "[unit][recording]") {
    const auto ours = to_bytes({.codec = Codec::pcma, .channels = 1, .samples = 160});
    CHECK_FALSE(read_wav_header({}));
    CHECK_FALSE(read_wav_header(std::span{ours}.first(57)));
    std::mt19937 random{1};
    for (int i = 0; i < 20'000; ++i) {
        auto bytes = ours;
        bytes[random() % bytes.size()] ^= static_cast<std::uint8_t>(1 + random() % 255);
        const auto header = read_wav_header(bytes);
        if (header) CHECK(to_bytes(*header) == bytes); // another header of ours
    }
}
