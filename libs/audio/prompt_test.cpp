#include "audio/prompt.hpp"

#include "audio/g711.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace hatif::audio;

TEST_CASE("silence is 20 ms of the smallest value", "[audio][prompt]") {
    for (const auto codec : {Codec::pcma, Codec::pcmu}) {
        const auto frame = silence(codec);
        REQUIRE(frame.size() == 160);
        for (const auto byte : frame) CHECK(std::abs(decode(codec, byte)) <= 8);
    }
}

TEST_CASE("a prompt gives its bytes by codec", "[audio][prompt]") {
    const Prompt prompt{{1, 2}, {3, 4}};
    CHECK(prompt.in(Codec::pcma) == std::vector<std::uint8_t>{1, 2});
    CHECK(prompt.in(Codec::pcmu) == std::vector<std::uint8_t>{3, 4});
}
