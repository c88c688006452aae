#include "zone/posix_rule.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using namespace hatif;
using namespace std::chrono_literals;
using zone::PosixRule;
using zone::Setting;

namespace {

base::Instant at(const char* text) {
    return base::from_iso8601(text).value();
}

} // namespace

TEST_CASE("RFC 8536, 3.3: a rule without daylight saving stays for ever", "[zone][rule]") {
    const auto rule = PosixRule::parse("<+01>-1").value();
    CHECK(rule.standard == 1h);
    CHECK(rule.settings(2040).empty());
    CHECK(PosixRule::parse("<-0330>3:30")->standard == -(3h + 30min));
}

TEST_CASE("RFC 8536, 3.3: the clocks are set on the days of the rule", "[zone][rule]") {
    struct Row {
        const char* rule;
        int year;
        const char* first;
        base::Duration from_first;
        const char* second;
        base::Duration from_second;
        const char* why;
    };
    // clang-format off
    const Row rows[]{
        {"CET-1CEST,M3.5.0,M10.5.0/3", 2025, "2025-03-30T01:00:00Z", 2h, "2025-10-26T01:00:00Z", 1h, "Paris: last Sundays"},
        {"EST5EDT,M3.2.0,M11.1.0", 2025, "2025-03-09T07:00:00Z", -4h, "2025-11-02T06:00:00Z", -5h, "New York: second, first"},
        {"EET-2EEST,M4.5.5/0,M10.5.4/24", 2025, "2025-04-24T22:00:00Z", 3h, "2025-10-30T21:00:00Z", 2h, "Cairo: 24 o'clock"},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2025, "2025-03-30T01:00:00Z", -1h, "2025-10-26T01:00:00Z", -2h, "Nuuk: before midnight"},
        {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2025, "2025-04-05T15:00:00Z", 10h + 30min, "2025-10-04T15:30:00Z", 11h, "Lord Howe: half an hour"},
        {"<+00>0<+02>-2,M3.5.0/1,M10.5.0/3", 2025, "2025-03-30T01:00:00Z", 2h, "2025-10-26T01:00:00Z", 0h, "Troll: two hours"},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 2025, "2025-03-30T01:00:00Z", 1h, "2025-10-26T01:00:00Z", 0h, "Dublin: winter is the exception"},
        {"AAA0BBB,J60,J300", 2024, "2024-03-01T02:00:00Z", 1h, "2024-10-27T01:00:00Z", 0h, "J60 is always 1 March"},
        {"AAA0BBB,59,300/2:30:15", 2024, "2024-02-29T02:00:00Z", 1h, "2024-10-27T01:30:15Z", 0h, "59 counts 29 February"},
    };
    // clang-format on
    for (const Row& row : rows) {
        CAPTURE(row.why);
        const auto settings = PosixRule::parse(row.rule).value().settings(row.year);
        REQUIRE(settings.size() == 2);
        CHECK(settings[0] == Setting{at(row.first), row.from_first});
        CHECK(settings[1] == Setting{at(row.second), row.from_second});
    }
}

TEST_CASE("what is no rule is refused", "[zone][rule]") {
    for (const auto* text :
         {"", "CET", "C-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
          "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "<+01-1", "CET-25",
          "CET-1CEST,J0,J300", "CET-1CEST,M3.5.0,M10.5.0/168", "CET-1CEST,M3.5.0,M10.5.0x"}) {
        CAPTURE(text);
        CHECK_FALSE(PosixRule::parse(text));
    }
}

TEST_CASE("random text is read or refused, and does no harm", "[zone][rule]") {
    std::mt19937 random{3};
    const std::string sound = "<+1030>-10:30<+11>-11,M10.1.0/-24,J4";
    const std::string letters = "<>+-:,/.MJ0123456789AZaz\xff";
    for (int round = 0; round < 50'000; ++round) {
        auto text = sound;
        for (auto i = random() % 4; i > 0; --i) {
            text[random() % text.size()] = letters[random() % letters.size()];
        }
        text.resize(text.size() - random() % 8);
        if (const auto rule = PosixRule::parse(text)) CHECK(rule->settings(2025).size() <= 2);
    }
}
