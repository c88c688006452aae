#include "zone/zone.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace hatif;
using namespace std::chrono_literals;
using zone::Zone;

namespace {

base::Instant at(const char* text) {
    return base::from_iso8601(text).value();
}

} // namespace

TEST_CASE("a zone is found by its name only", "[zone]") {
    CHECK(Zone::named("Africa/Casablanca"));
    CHECK(Zone::named("UTC"));
    for (const auto* none : {"Mars/Base", "GMT+3", "EST", "", "africa/casablanca"}) {
        CAPTURE(none);
        CHECK_FALSE(Zone::named(none));
    }
}

TEST_CASE("the clocks of a zone show UTC and its offset", "[zone]") {
    const auto [name, moment, minutes] = GENERATE(table<std::string, std::string, int>({
        {"UTC", "2025-07-01T00:00:00Z", 0},
        {"Asia/Kathmandu", "2025-07-01T00:00:00Z", 345},
        {"Europe/Paris", "2025-03-30T00:59:59.999Z", 60},
        {"Europe/Paris", "2025-03-30T01:00:00Z", 120},
        {"Europe/Paris", "2025-10-26T00:59:59Z", 120},
        {"Europe/Paris", "2025-10-26T01:00:00Z", 60},
        {"America/New_York", "2025-03-09T07:00:00Z", -240},
        {"America/New_York", "2025-03-09T06:59:59Z", -300},
        // Morocco goes back to UTC for Ramadan.
        {"Africa/Casablanca", "2025-02-23T01:59:59Z", 60},
        {"Africa/Casablanca", "2025-02-23T02:00:00Z", 0},
        {"Africa/Casablanca", "2025-04-06T01:59:59Z", 0},
        {"Africa/Casablanca", "2025-04-06T02:00:00Z", 60},
    }));
    CAPTURE(name, moment);
    CHECK(Zone::named(name).value().offset_at(at(moment.c_str())) == std::chrono::minutes{minutes});
}

TEST_CASE("the next transition is the next second at which the offset changes", "[zone]") {
    const std::string name = GENERATE("Africa/Casablanca", "Europe/Paris", "America/New_York",
                                      "Australia/Lord_Howe", "America/Sao_Paulo");
    const auto it = Zone::named(name).value();
    CAPTURE(name);
    std::vector<base::Instant> slow;
    for (auto t = at("2018-01-01T00:00:00Z"); t < at("2028-01-01T00:00:00Z"); t += 15min) {
        if (it.offset_at(t) != it.offset_at(t - 1us)) slow.push_back(t);
    }
    std::vector<base::Instant> fast;
    auto next = it.next_transition(at("2018-01-01T00:00:00Z") - 1us);
    for (; next && *next < at("2028-01-01T00:00:00Z"); next = it.next_transition(*next)) {
        if (it.offset_at(*next) != it.offset_at(*next - 1us)) fast.push_back(*next);
    }
    CHECK(fast == slow);
}

TEST_CASE("a zone that never changes has no next transition", "[zone]") {
    CHECK_FALSE(Zone::named("UTC").value().next_transition(at("2025-01-01T00:00:00Z")));
}
