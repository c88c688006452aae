#include "rtp/sender.hpp"

#include <catch2/catch.hpp>

using namespace hatif::rtp;

TEST_CASE("frames are numbered one by one and 160 samples apart", "[rtp][sender]") {
    Sender sender{7, 0xFFFF, 0xFFFFFF60};
    CHECK(sender.stamp(8) == Header{8, true, 0xFFFF, 0xFFFFFF60, 7});
    CHECK(sender.stamp(8) == Header{8, false, 0, 0, 7});
    CHECK(sender.stamp(0) == Header{0, false, 1, 160, 7});
}

TEST_CASE("the clock goes on by the samples that a packet holds", "[rtp][sender]") {
    Sender sender{7, 1, 0};
    sender.stamp(8, 480);
    CHECK(sender.timestamp() == 480);
    CHECK(sender.stamp(8, 80).timestamp == 480);
    CHECK(sender.timestamp() == 560);
}

TEST_CASE("skipped frames move the clock, not the sequence, and set the marker", "[rtp][sender]") {
    Sender sender{7, 10, 1'000};
    sender.stamp(8);
    sender.skip(3 * 160);
    CHECK(sender.stamp(8) == Header{8, true, 11, 1'000 + 4 * 160, 7});
    sender.skip(0);
    CHECK_FALSE(sender.stamp(8).marker);
}
