#include "rtp/peer.hpp"

#include <catch2/catch.hpp>

using namespace hatif::rtp;
using namespace std::chrono_literals;

namespace {

const Address named{0x0A000001, 4'000};
const Address other{0x0A000002, 5'000};
const Address stranger{0x0A000003, 6'000};
const SteadyTime start{100s};

Header packet(std::uint16_t sequence, std::uint32_t source = 1) {
    return {.sequence = sequence, .source = source};
}

/// Learned at `start`.
Peer learned_elsewhere() {
    Peer peer{named};
    for (std::uint16_t i = 0; i < 3; ++i) peer.accept(other, packet(i), start + (i - 2) * 20ms);
    return peer;
}

} // namespace

TEST_CASE("the address of the SDP is heard at once", "[rtp][peer]") {
    Peer peer{named};
    CHECK(peer.accept(named, packet(1), start));
    CHECK(peer.address() == named);
}

TEST_CASE("another address is learned by three packets in sequence, and sent to", "[rtp][peer]") {
    Peer peer{named};
    CHECK_FALSE(peer.accept(other, packet(7), start));
    CHECK_FALSE(peer.accept(other, packet(8), start + 20ms));
    CHECK(peer.address() == named);
    CHECK(peer.accept(other, packet(9), start + 40ms));
    CHECK(peer.address() == other);
}

TEST_CASE("packets that do not follow one another prove nothing", "[rtp][peer]") {
    Peer peer{named};
    for (std::uint16_t sequence = 1; sequence < 20; sequence += 2) {
        CHECK_FALSE(peer.accept(other, packet(sequence), start + sequence * 10ms));
    }
    for (std::uint16_t i = 0; i < 5; ++i) { // a new source each time
        CHECK_FALSE(peer.accept(other, packet(i, 1U + i), start + i * 20ms));
    }
}

TEST_CASE("once the SDP's address speaks nobody takes its place", "[rtp][peer]") {
    Peer peer{named};
    peer.accept(named, packet(1), start);
    for (std::uint16_t i = 0; i < 10; ++i) {
        CHECK_FALSE(peer.accept(stranger, packet(i), start + i * 20ms));
    }
    CHECK(peer.address() == named);
}

TEST_CASE("the SDP's address takes over from a learned one in the first second", "[rtp][peer]") {
    auto peer = learned_elsewhere();
    CHECK(peer.accept(named, packet(1, 9), start + 900ms));
    CHECK(peer.address() == named);
}

TEST_CASE("after a second what was learned is locked", "[rtp][peer]") {
    auto peer = learned_elsewhere();
    for (std::uint16_t i = 0; i < 10; ++i) {
        CHECK_FALSE(peer.accept(named, packet(i, 9), start + 1s + i * 20ms));
        CHECK_FALSE(peer.accept(stranger, packet(i, 8), start + 2s + i * 20ms));
    }
    CHECK(peer.accept(other, packet(50), start + 3s));
}

TEST_CASE("a callee that is silent at first can still be learned", "[rtp][peer]") {
    Peer peer{named};
    CHECK_FALSE(peer.accept(other, packet(1), start));
    CHECK_FALSE(peer.accept(other, packet(50), start + 5s));
    CHECK_FALSE(peer.accept(other, packet(51), start + 5s + 20ms));
    CHECK(peer.accept(other, packet(52), start + 5s + 40ms));
}

TEST_CASE(
    "the SDP's address has its second from the learning on, however long it was silent before",
    "[rtp][peer]") {
    Peer peer{named};
    CHECK_FALSE(peer.accept(stranger, packet(1), start)); // knocks
    for (std::uint16_t i = 2; i < 5; ++i) {
        peer.accept(stranger, packet(i), start + 5s + (i - 4) * 20ms);
    }
    CHECK(peer.address() == stranger);
    CHECK_FALSE(peer.refuses(named, start + 5'900ms));
    CHECK(peer.accept(named, packet(1, 9), start + 5'900ms));
    CHECK(peer.address() == named);
}

TEST_CASE("another source at the same address is a stranger until it is alone", "[rtp][peer]") {
    Peer peer{named};
    peer.accept(named, packet(1, 1), start);
    for (std::uint16_t i = 0; i < 6; ++i) { // mixed with the old one: dropped
        CHECK_FALSE(peer.accept(named, packet(i, 2), start + i * 20ms));
        CHECK(peer.accept(named, packet(i, 1), start + i * 20ms));
    }
    CHECK_FALSE(peer.accept(named, packet(20, 2), start + 1s));
    CHECK_FALSE(peer.accept(named, packet(21, 2), start + 1s + 20ms));
    CHECK(peer.accept(named, packet(22, 2), start + 1s + 40ms));
}

TEST_CASE("who is locked refuses all other addresses unread", "[rtp][peer]") {
    Peer peer{named};
    CHECK_FALSE(peer.refuses(stranger, start)); // it may have to be learned
    peer.accept(named, packet(1), start);
    CHECK(peer.refuses(stranger, start));
    CHECK_FALSE(peer.refuses(named, start));
    const auto elsewhere = learned_elsewhere();
    CHECK_FALSE(elsewhere.refuses(named, start + 900ms));
    CHECK(elsewhere.refuses(named, start + 1s));
}

TEST_CASE("a burst proves nothing, however long, until it goes at a voice's pace", "[rtp][peer]") {
    Peer peer{named};
    std::uint16_t sequence = 0;
    for (; sequence < 300; ++sequence) { // 10,000 packets a second
        CHECK_FALSE(peer.accept(stranger, packet(sequence), start + sequence * 100us));
    }
    CHECK_FALSE(peer.accept(stranger, packet(sequence), start + 1s));
    Peer delayed{named};
    for (sequence = 0; sequence < 5; ++sequence) { // a pause of the network's, then all at once
        CHECK_FALSE(delayed.accept(other, packet(sequence), start));
    }
    CHECK_FALSE(delayed.accept(other, packet(5), start + 20ms));
    CHECK(delayed.accept(other, packet(6), start + 40ms));
}

TEST_CASE("packets of ten milliseconds prove themselves by their fourth", "[rtp][peer]") {
    Peer peer{named};
    for (std::uint16_t i = 0; i < 3; ++i) {
        CHECK_FALSE(peer.accept(other, packet(i), start + i * 10ms));
    }
    CHECK(peer.accept(other, packet(3), start + 30ms));
}

TEST_CASE("a flood does not keep the peer from being learned", "[rtp][peer]") {
    Peer peer{named};
    std::uint16_t noise = 0;
    for (std::uint16_t i = 0; i < 3; ++i) {
        const auto now = start + i * 20ms;
        for (int k = 0; k < 200; ++k) {
            REQUIRE_FALSE(peer.accept(stranger, packet(noise++, 7), now + k * 100us));
        }
        CHECK(peer.accept(other, packet(i), now + 20ms) == (i == 2));
    }
    CHECK(peer.address() == other);
}
