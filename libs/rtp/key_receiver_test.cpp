#include "rtp/key_receiver.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <vector>

using namespace hatif::rtp;

namespace {

struct Sent {
    int event;
    std::uint32_t timestamp;
    int duration;
    bool end = false;
    bool marker = false;
    std::uint32_t source = 1;
};

/// The keys heard, in order.
std::string heard(const std::vector<Sent>& packets) {
    KeyReceiver receiver;
    std::string keys;
    for (const auto& it : packets) {
        const std::array<std::uint8_t, 4> payload{
            static_cast<std::uint8_t>(it.event), static_cast<std::uint8_t>(it.end ? 0x8A : 0x0A),
            static_cast<std::uint8_t>(it.duration >> 8), static_cast<std::uint8_t>(it.duration)};
        const Header header{.payload_type = 101,
                            .marker = it.marker,
                            .timestamp = it.timestamp,
                            .source = it.source};
        if (const auto key = receiver.hear({header, payload})) keys += *key;
    }
    return keys;
}

} // namespace

TEST_CASE("a press is one key, however many packets tell of it", "[rtp][key]") {
    CHECK(heard({{5, 1'000, 160, false, true},
                 {5, 1'000, 320},
                 {5, 1'000, 480, true},
                 {5, 1'000, 480, true},
                 {5, 1'000, 480, true}}) == "5");
}

TEST_CASE("a press counts without its marker, and without its first packets", "[rtp][key]") {
    CHECK(heard({{5, 1'000, 160}}) == "5");
    CHECK(heard({{5, 1'000, 480, true}}) == "5");
}

TEST_CASE("the end may be lost, the next press is still another", "[rtp][key]") {
    CHECK(heard({{5, 1'000, 160}, {5, 1'000, 320}, {5, 4'000, 160}, {6, 8'000, 160}}) == "556");
}

TEST_CASE("the same key twice is two keys", "[rtp][key]") {
    CHECK(heard({{5, 1'000, 800, true}, {5, 1'800, 160}}) == "55");
}

TEST_CASE("late and repeated packets of an earlier press change nothing", "[rtp][key]") {
    CHECK(heard({{1, 1'000, 480, true}, {2, 3'000, 160}, {1, 1'000, 480, true}, {2, 3'000, 320}}) ==
          "12");
}

TEST_CASE("a long press is one key, though it is sent in segments", "[rtp][key]") {
    CHECK(heard({{5, 1'000, 0xFFFE},
                 {5, 1'000, 0xFFFF},
                 {5, 1'000 + 0xFFFF, 160},
                 {5, 1'000 + 0xFFFF, 320, true}}) == "5");
    // a sender that moves the timestamp with every packet
    CHECK(heard({{5, 1'000, 160, false, true}, {5, 1'160, 160}, {5, 1'320, 160, true}}) == "5");
}

TEST_CASE("the timestamp may wrap around", "[rtp][key]") {
    CHECK(heard({{1, 0xFFFFFF00, 160, true}, {2, 0x00000100, 160, true}}) == "12");
}

TEST_CASE("a sender that starts anew is heard anew", "[rtp][key]") {
    CHECK(heard({{1, 900'000, 160, true}, {2, 100, 160, true}}) == "12");
    CHECK(heard({{1, 9'000, 160, true, true, 1}, {2, 8'000, 160, true, true, 2}}) == "12");
}

TEST_CASE("all sixteen keys are known, other events are none", "[rtp][key]") {
    std::vector<Sent> all;
    for (int event = 0; event < 256; ++event) {
        all.push_back({event, static_cast<std::uint32_t>(event) * 8'000, 160, true});
    }
    CHECK(heard(all) == "0123456789*#ABCD");
}

TEST_CASE("a torn event is none", "[rtp][key]") {
    KeyReceiver receiver;
    const std::array<std::uint8_t, 3> torn{5, 0x8A, 0};
    CHECK_FALSE(receiver.hear({Header{}, torn}).has_value());
}
