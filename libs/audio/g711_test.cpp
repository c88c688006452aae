#include "audio/g711.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>

using namespace hatif::audio;

namespace {

struct Row {
    std::uint8_t byte;
    std::int16_t sample;
};

} // namespace

TEST_CASE("A-law bytes stand for the values of G.711's table 1", "[audio][g711]") {
    // The table's values are of 13 bits; ours of 16, so times 8.
    const auto row = GENERATE(values<Row>({
        {0xD5, 8},        // +1, the smallest
        {0x55, -8},       // -1
        {0xC5, 33 * 8},   // the first step of the second segment
        {0xAA, 4032 * 8}, // the largest
        {0x2A, -4032 * 8},
    }));
    CAPTURE(int{row.byte});
    CHECK(decode(Codec::pcma, row.byte) == row.sample);
}

TEST_CASE("µ-law bytes stand for the values of G.711's table 2", "[audio][g711]") {
    // The table's values are of 14 bits; ours of 16, so times 4.
    const auto row = GENERATE(values<Row>({
        {0xFF, 0},
        {0x7F, 0},
        {0xFE, 2 * 4},
        {0xEF, 33 * 4},
        {0x80, 8031 * 4},
        {0x00, -8031 * 4},
    }));
    CAPTURE(int{row.byte});
    CHECK(decode(Codec::pcmu, row.byte) == row.sample);
}

TEST_CASE("every byte is what its own value is encoded to", "[audio][g711]") {
    for (int i = 0; i < 256; ++i) {
        const auto byte = static_cast<std::uint8_t>(i);
        CAPTURE(i);
        CHECK(encode(Codec::pcma, decode(Codec::pcma, byte)) == byte);
        if (byte == 0x7F) continue; // minus zero becomes zero
        CHECK(encode(Codec::pcmu, decode(Codec::pcmu, byte)) == byte);
    }
}

TEST_CASE("no value is nearer to a sample than the one it is encoded to", "[audio][g711]") {
    for (const auto codec : {Codec::pcma, Codec::pcmu}) {
        for (int sample = -32'768; sample < 32'768; sample += 7) {
            const auto byte = encode(codec, static_cast<std::int16_t>(sample));
            const int off = std::abs(decode(codec, byte) - sample);
            const int step = codec == Codec::pcma ? std::max(16, std::abs(sample) / 16)
                                                  : std::max(8, std::abs(sample) / 14);
            CAPTURE(sample, int{byte});
            REQUIRE(off <= std::max(step, std::abs(sample) - 31'616));
        }
    }
}

TEST_CASE("the digital milliwatt of G.711's tables 5 and 6 is a sine of 1 kHz", "[audio][g711]") {
    const std::array<std::uint8_t, 8> a{0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4};
    const std::array<std::uint8_t, 8> mu{0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E};
    for (std::size_t i = 0; i < 8; ++i) {
        const double of_a = decode(Codec::pcma, a[i]);
        const double of_mu = decode(Codec::pcmu, mu[i]);
        CHECK(of_a == Approx(of_mu).epsilon(0.05)); // both laws say the same tone
    }
    const double ratio = double(decode(Codec::pcma, a[0])) / decode(Codec::pcma, a[1]);
    CHECK(ratio == Approx(0.4142).epsilon(0.05)); // sin 22.5° / sin 67.5°
}

TEST_CASE("a recording is encoded sample by sample", "[audio][g711]") {
    const std::array<std::int16_t, 3> samples{0, 1'000, -1'000};
    CHECK(encode(Codec::pcma, samples) == std::vector<std::uint8_t>{encode(Codec::pcma, 0),
                                                                    encode(Codec::pcma, 1'000),
                                                                    encode(Codec::pcma, -1'000)});
}
