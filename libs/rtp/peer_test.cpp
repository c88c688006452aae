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

Peer learned_elsewhere() {
    Peer peer{named};
    for (std::uint16_t i = 0; i < 3; ++i) peer.accept(other, packet(i), start);
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
    CHECK_FALSE(peer.accept(other, packet(8), start));
    CHECK(peer.address() == named);
    CHECK(peer.accept(other, packet(9), start));
    CHECK(peer.address() == other);
}

TEST_CASE("packets that do not follow one another prove nothing", "[rtp][peer]") {
    Peer peer{named};
    for (std::uint16_t sequence = 1; sequence < 20; sequence += 2) {
        CHECK_FALSE(peer.accept(other, packet(sequence), start));
    }
    for (std::uint16_t i = 0; i < 5; ++i) {
        CHECK_FALSE(peer.accept(other, packet(i, 1U + i), start)); // a new source each time
    }
}

TEST_CASE("once the SDP's address speaks nobody takes its place", "[rtp][peer]") {
    Peer peer{named};
    peer.accept(named, packet(1), start);
    for (std::uint16_t i = 0; i < 10; ++i) CHECK_FALSE(peer.accept(stranger, packet(i), start));
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
        CHECK_FALSE(peer.accept(named, packet(i, 9), start + 1s));
        CHECK_FALSE(peer.accept(stranger, packet(i, 8), start + 2s));
    }
    CHECK(peer.accept(other, packet(50), start + 3s));
}

TEST_CASE("a callee that is silent at first can still be learned", "[rtp][peer]") {
    Peer peer{named};
    CHECK_FALSE(peer.accept(other, packet(1), start));
    CHECK_FALSE(peer.accept(other, packet(50), start + 5s));
    CHECK_FALSE(peer.accept(other, packet(51), start + 5s));
    CHECK(peer.accept(other, packet(52), start + 5s));
}

TEST_CASE(
    "the SDP's address has its second from the learning on, however long it was silent before",
    "[rtp][peer]") {
    Peer peer{named};
    CHECK_FALSE(peer.accept(stranger, packet(1), start)); // knocks
    for (std::uint16_t i = 2; i < 5; ++i) peer.accept(stranger, packet(i), start + 5s);
    CHECK(peer.address() == stranger);
    CHECK_FALSE(peer.refuses(named, start + 5'900ms));
    CHECK(peer.accept(named, packet(1, 9), start + 5'900ms));
    CHECK(peer.address() == named);
}

TEST_CASE("another source at the same address is a stranger until it is alone", "[rtp][peer]") {
    Peer peer{named};
    peer.accept(named, packet(1, 1), start);
    for (std::uint16_t i = 0; i < 6; ++i) { // mixed with the old one: dropped
        CHECK_FALSE(peer.accept(named, packet(i, 2), start));
        CHECK(peer.accept(named, packet(i, 1), start));
    }
    CHECK_FALSE(peer.accept(named, packet(20, 2), start));
    CHECK_FALSE(peer.accept(named, packet(21, 2), start));
    CHECK(peer.accept(named, packet(22, 2), start));
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
