#include "recording/track.hpp"

#include <catch2/catch.hpp>

using hatif::recording::samples_per_second;
using hatif::recording::Track;

namespace {

constexpr std::size_t frame = 160;
constexpr std::uint64_t second = samples_per_second;

using Place = std::optional<Track::Place>;

/// A track, and packets of 20 ms for it.
struct Peer {
    Track track;
    std::uint32_t source = 7;

    Place sends(std::uint32_t timestamp, std::uint64_t beat, std::uint64_t passed = 0) {
        const hatif::rtp::Header header{.timestamp = timestamp, .source = source};
        return track.place(header, frame, beat, passed);
    }
};

Place at(std::uint64_t position, std::size_t skip = 0) {
    return Track::Place{position, skip};
}

} // namespace

TEST_CASE("the first packet stands where our beat is, whatever its timestamp",
          "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(4'000'000'000U, 320) == at(320));
    CHECK(peer.sends(4'000'000'160U, 480) == at(480));
}

TEST_CASE("a packet stands where its timestamp says, not when it came", "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(1000, 0) == at(0));
    CHECK(peer.sends(1160, 800) == at(160));
    CHECK(peer.sends(1320, 800) == at(320));
}

TEST_CASE("what was lost, or not sent in silence, is left out", "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(1000, 0) == at(0));
    CHECK(peer.sends(1480, 480) == at(480));
    CHECK(peer.sends(1480 + 3 * second, 480 + 3 * second, 2 * second) == at(480 + 3 * second));
}

TEST_CASE("timestamps run over their end", "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(0xFFFFFFFF - 79, 0) == at(0));
    CHECK(peer.sends(80, 640) == at(160));
}

TEST_CASE("a packet that came twice is placed once", "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(1000, 0) == at(0));
    CHECK_FALSE(peer.sends(1000, 0));
    CHECK(peer.sends(1160, 160) == at(160));
    CHECK_FALSE(peer.sends(1000, 160));
}

TEST_CASE("of a packet that overlaps the one before the rest is kept", "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(1000, 0) == at(0));
    CHECK(peer.sends(1080, 160) == at(160, 80));
}

TEST_CASE("what is later than is waited for is lost, in part where it reaches over",
          "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(1000, 0) == at(0));
    CHECK_FALSE(peer.sends(1160, 9'000, 1'000));
    CHECK(peer.sends(1960, 9'000, 1'000) == at(1'000, 40));
    CHECK(peer.sends(2120, 9'000, 1'000) == at(1'120));
}

TEST_CASE("a burst after a stall finds its places again", "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(0, 0) == at(0));
    const auto beat = 2 * second;
    for (std::uint32_t sent = 160; sent < second; sent += 160) {
        CHECK_FALSE(peer.sends(sent, beat, beat - second));
    }
    CHECK(peer.sends(second, beat, beat - second) == at(second));
    CHECK(peer.sends(2 * second, beat, beat - second) == at(beat));
}

TEST_CASE("who stays late begins anew at our beat", "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(0, 0) == at(0));
    std::uint64_t beat = 3 * second; // his clock stood for that long
    std::uint32_t sent = 160;
    for (; beat < 3 * second + Track::patience; beat += 160, sent += 160) {
        CHECK_FALSE(peer.sends(sent, beat, beat - second));
    }
    CHECK(peer.sends(sent, beat, beat - second) == at(beat));
    CHECK(peer.sends(sent + 160, beat + 160, beat + 160 - second) == at(beat + 160));
}

TEST_CASE("another source begins anew at our beat", "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(1000, 0) == at(0));
    peer.source = 8;
    CHECK(peer.sends(77'777, 800) == at(800));
    CHECK(peer.sends(77'937, 960) == at(960));
}

TEST_CASE("nothing is ever placed over what was there", "[unit][recording]") {
    Peer peer;
    CHECK(peer.sends(1000, 0) == at(0));
    CHECK(peer.sends(1160, 0) == at(160));
    peer.source = 8;
    CHECK(peer.sends(5, 0) == at(320));
}

TEST_CASE("a timestamp that jumps begins anew at our beat", "[unit][recording]") {
    for (const auto jump :
         {5 * second, std::uint64_t{0x80000000}, std::uint64_t{0xFFFFFFFF} - 40'000}) {
        Peer peer;
        CHECK(peer.sends(1000, 0) == at(0));
        CHECK(peer.sends(static_cast<std::uint32_t>(1160 + jump), 160) == at(160));
    }
}

TEST_CASE("who sends faster than time passes is cut a second ahead of it", "[unit][recording]") {
    Peer peer;
    std::uint64_t placed = 0;
    for (std::uint32_t i = 0; i < 100; ++i) placed += peer.sends(i * 160, 0) ? frame : 0;
    CHECK(placed == Track::ahead);
    CHECK(peer.sends(100 * 160, 160) == at(Track::ahead));
}

TEST_CASE("an empty packet has no place", "[unit][recording]") {
    Track track;
    CHECK_FALSE(track.place({}, 0, 0, 0));
}
