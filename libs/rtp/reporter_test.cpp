#include "rtp/reporter.hpp"

#include <catch2/catch.hpp>

using namespace hatif::rtp;
using namespace std::chrono_literals;

namespace {

const SteadyTime start{1'000s};

Reception heard(std::initializer_list<int> sequences) {
    Reception reception;
    for (const int it : sequences) {
        reception.hear({.sequence = static_cast<std::uint16_t>(it),
                        .timestamp = static_cast<std::uint32_t>(it) * 160,
                        .source = 4},
                       start + it * 20ms);
    }
    return reception;
}

} // namespace

TEST_CASE("who sent since the report before is a sender, else a receiver (RFC 3550, 6.4)",
          "[rtp][reporter]") {
    Reporter reporter;
    const Reception nothing;
    CHECK_FALSE(reporter.report({.source = 1}, nothing, start).sender.has_value());
    const auto first = reporter.report({.source = 1, .timestamp = 320, .packets = 2, .octets = 320},
                                       nothing, start);
    REQUIRE(first.sender.has_value());
    CHECK(first.sender->packets == 2);
    CHECK(first.sender->octets == 320);
    CHECK(first.sender->timestamp == 320);
    CHECK_FALSE(first.about.has_value());
    CHECK_FALSE(
        reporter.report({.source = 1, .packets = 2}, nothing, start + 5s).sender.has_value());
}

TEST_CASE("losses are told in all, and as a share since the report before (6.4.1)",
          "[rtp][reporter]") {
    Reporter reporter;
    auto reception = heard({1, 2, 4, 5}); // one of five
    auto about = reporter.report({}, reception, start).about;
    REQUIRE(about.has_value());
    CHECK(about->source == 4);
    CHECK(about->highest == 5);
    CHECK(about->lost == 1);
    CHECK(about->fraction_lost == 256 / 5);
    reception.hear({.sequence = 6, .timestamp = 960, .source = 4}, start);
    about = reporter.report({}, reception, start).about;
    CHECK(about->lost == 1);
    CHECK(about->fraction_lost == 0);
}

TEST_CASE("two reporters measure the way between them (6.4.1)", "[rtp][reporter]") {
    Reporter ours;
    Reporter theirs;
    const auto of_us = ours.report({.source = 1, .packets = 1}, heard({1}), start);
    theirs.hear(of_us, start + 30ms);
    auto of_them = theirs.report({.source = 4, .packets = 1}, heard({1, 3}), start + 530ms);
    REQUIRE(of_them.about.has_value());
    CHECK(of_them.about->delay == 65'536 / 2);
    ours.hear(of_them, start + 570ms);
    Statistics told;
    ours.tell(told);
    CHECK(told.round_trip_ms.value() == Approx(70).margin(0.1));
    CHECK(told.remote_lost == 1);
    CHECK(told.remote_jitter_ms.has_value());
}

TEST_CASE("who told nothing is not told of", "[rtp][reporter]") {
    Statistics told;
    Reporter{}.tell(told);
    CHECK_FALSE(told.remote_lost.has_value());
    CHECK_FALSE(told.round_trip_ms.has_value());
}

TEST_CASE("a report that answers none of ours, or lies, measures nothing", "[rtp][reporter]") {
    Reporter reporter;
    Statistics told;
    reporter.hear({.source = 4, .about = ReportBlock{.source = 1}}, start);
    reporter.hear({.source = 4, .about = ReportBlock{.source = 1, .last_report = 5}}, start);
    reporter.tell(told);
    CHECK_FALSE(told.round_trip_ms.has_value());
    CHECK(told.remote_lost == 0);
}
