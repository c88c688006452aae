#include "contact/audiences/due_days.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <string>

using namespace hatif;
using namespace hatif::contact;
using namespace std::chrono_literals;
using std::chrono::days;

namespace {

zone::Zone named(const char* name) {
    return *zone::Zone::named(name);
}

base::Instant at(const char* text) {
    return *base::from_iso8601(text);
}

} // namespace

TEST_CASE("a day begins at midnight by the clocks of the zone", "[unit][contact][due]") {
    CHECK(beginning_of(named("Africa/Casablanca"), at("2026-11-22T00:00:00Z")) ==
          at("2026-11-22T00:00:00+01:00"));
    CHECK(beginning_of(named("Pacific/Kiritimati"), at("2026-11-22T00:00:00Z")) ==
          at("2026-11-22T00:00:00+14:00"));
    CHECK(beginning_of(named("Pacific/Niue"), at("2026-11-22T00:00:00Z")) ==
          at("2026-11-22T00:00:00-11:00"));
}

TEST_CASE("where clocks skip midnight, the day begins when they have", "[unit][contact][due]") {
    // Cairo's clocks go from 24:00 to 01:00 on the last Friday of April.
    CHECK(beginning_of(named("Africa/Cairo"), at("2025-04-25T00:00:00Z")) ==
          at("2025-04-25T01:00:00+03:00"));
    // Apia had no 30 December 2011.
    CHECK(beginning_of(named("Pacific/Apia"), at("2011-12-30T00:00:00Z")) ==
          at("2011-12-31T00:00:00+14:00"));
}

TEST_CASE("days begin when a walk by minutes says so", "[unit][contact][due][law]") {
    std::mt19937 random{11};
    for (const char* name :
         {"Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Australia/Lord_Howe", "Europe/Paris",
          "America/Havana", "America/St_Johns", "Pacific/Apia", "Asia/Gaza"}) {
        const auto zone = named(name);
        CAPTURE(name);
        const auto begun = at("2010-01-01T00:00:00Z") + days{random() % 1'500};
        const auto end = begun + days{400};
        std::map<base::Instant, base::Instant> slow; // day -> its first minute
        auto newest = std::chrono::floor<days>(begun + zone.offset_at(begun));
        for (auto minute = begun; minute <= end; minute += 1min) {
            const auto shown = std::chrono::floor<days>(minute + zone.offset_at(minute));
            while (newest < shown) slow[newest += days{1}] = minute;
        }
        const auto fast = days_beginning_in(zone, begun, end);
        REQUIRE(fast.size() == slow.size());
        for (const auto& it : fast) REQUIRE(slow.at(it.day) == it.begins);
    }
}

TEST_CASE("stretches of time share their days out, each to one", "[unit][contact][due][law]") {
    std::mt19937 random{12};
    const auto zone = named("America/St_Johns"); // its clocks changed at 00:01 until 2011
    const auto begun = at("2010-10-30T12:00:00Z");
    const auto end = begun + days{20};
    std::vector<DueDay> parts;
    for (auto from = begun; from < end;) {
        const auto until = std::min(end, from + std::chrono::minutes{1 + random() % 90});
        for (const auto& it : days_beginning_in(zone, from, until)) parts.push_back(it);
        from = until;
    }
    CHECK(parts == days_beginning_in(zone, begun, end));
    CHECK(parts.size() == 20);
    const auto midnight = parts.front().begins;
    CHECK(days_beginning_in(zone, midnight, midnight + 1h).empty());
    CHECK(days_beginning_in(zone, midnight - 1us, midnight).size() == 1);
    CHECK(days_beginning_in(zone, midnight, midnight - 1h).empty());
}
