#include "rtp/reception.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>

using namespace hatif::rtp;
using namespace std::chrono_literals;

namespace {

Reception after(std::initializer_list<int> sequences) {
    Reception reception;
    SteadyTime now{10s};
    for (const int sequence : sequences) {
        reception.hear({.sequence = static_cast<std::uint16_t>(sequence),
                        .timestamp = static_cast<std::uint32_t>(sequence) * 160,
                        .source = 1},
                       now);
        now += 20ms;
    }
    return reception;
}

} // namespace

TEST_CASE("losses are the gaps in the sequence", "[rtp][reception]") {
    CHECK(after({1, 2, 3}).lost() == 0);
    CHECK(after({1, 2, 5}).lost() == 2);
    CHECK(after({1, 4, 2, 3}).lost() == 0); // late, not lost
    CHECK(after({1, 1, 1, 2}).lost() == 0); // doubled
    CHECK(after({65'534, 65'535, 0, 2}).lost() == 1);
    CHECK(after({}).lost() == 0);
}

TEST_CASE("another source keeps the sums", "[rtp][reception]") {
    auto reception = after({1, 3});
    reception.hear({.sequence = 900, .source = 2}, SteadyTime{20s});
    CHECK(reception.lost() == 1);
    CHECK(reception.received() == 3);
}

TEST_CASE("packets in time have no jitter, others approach it by sixteenths", "[rtp][reception]") {
    Reception reception;
    reception.hear({.sequence = 1, .timestamp = 0xFFFFFFF0, .source = 1}, SteadyTime{1s});
    reception.hear({.sequence = 2, .timestamp = 0xFFFFFFF0 + 160, .source = 1},
                   SteadyTime{1'020ms});
    CHECK(reception.jitter_ms() == Approx(0));
    reception.hear({.sequence = 3, .timestamp = 0xFFFFFFF0 + 320, .source = 1},
                   SteadyTime{1'056ms});
    CHECK(reception.jitter_ms() == Approx(1)); // 16 ms late
}

TEST_CASE("a sequence that leaps by thousands is another stream's (A.1)", "[rtp][reception]") {
    CHECK(after({1, 2, 20'000, 20'001}).lost() == 0);
    CHECK(after({1, 3, 20'000, 20'002}).lost() == 2);
    CHECK(after({20'000, 20'001, 5}).lost() == 0);
}

TEST_CASE("the clock of keys that stands still is no jitter (RFC 4733)", "[rtp][reception]") {
    Reception reception;
    for (int i = 0; i < 50; ++i) {
        const bool is_key = i >= 10 && i < 20;
        reception.hear({.sequence = static_cast<std::uint16_t>(i),
                        .timestamp = static_cast<std::uint32_t>(is_key ? 10 : i) * 160,
                        .source = 1},
                       SteadyTime{i * 20ms}, !is_key);
    }
    CHECK(reception.jitter_ms() == Approx(0));
}
