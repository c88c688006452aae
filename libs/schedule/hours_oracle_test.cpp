#include "schedule/hours_oracle.hpp"
#include "schedule/random_hours.hpp"

#include "zone/database.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>

using namespace hatif;
using namespace hatif::schedule;
using namespace std::chrono_literals;
using base::Instant;

namespace {

constexpr std::size_t before = 2 * 1440, minutes = 4 * 1440;

const std::vector<std::string> names{
    "Africa/Casablanca", "Africa/El_Aaiun",     "Africa/Cairo",       "Africa/Tripoli",
    "Africa/Khartoum",   "Africa/Juba",         "Africa/Windhoek",    "Africa/Lagos",
    "America/New_York",  "America/Los_Angeles", "America/Phoenix",    "America/St_Johns",
    "America/Halifax",   "America/Mexico_City", "America/Tijuana",    "America/Ciudad_Juarez",
    "America/Havana",    "America/Sao_Paulo",   "America/Asuncion",   "America/Santiago",
    "America/Nuuk",      "America/Miquelon",    "Antarctica/Troll",   "Antarctica/Casey",
    "Asia/Amman",        "Asia/Beirut",         "Asia/Damascus",      "Asia/Gaza",
    "Asia/Jerusalem",    "Asia/Tehran",         "Asia/Kathmandu",     "Asia/Kolkata",
    "Asia/Riyadh",       "Asia/Almaty",         "Asia/Pyongyang",     "Asia/Tokyo",
    "Atlantic/Azores",   "Australia/Lord_Howe", "Australia/Adelaide", "Australia/Eucla",
    "Europe/Dublin",     "Europe/Istanbul",     "Europe/Moscow",      "Europe/Paris",
    "Europe/Volgograd",  "Pacific/Apia",        "Pacific/Chatham",    "Pacific/Easter",
    "Pacific/Fiji",      "Pacific/Honolulu",    "Pacific/Kiritimati", "Pacific/Norfolk"};

Instant at(const char* text) {
    return base::from_iso8601(text).value();
}

/// How many sets of rules each moment gets: HATIF_ORACLE_ROUNDS, else 1.
int rounds() {
    const char* wanted = std::getenv("HATIF_ORACLE_ROUNDS");
    return wanted == nullptr ? 1 : std::max(1, std::atoi(wanted));
}

std::string database_of_system() {
    std::ifstream in{"/usr/share/zoneinfo/tzdata.zi"};
    std::string line;
    std::getline(in, line);
    return line;
}

/// Asks everything of one set of rules around a moment. Answers what was wrong first.
std::string difference(const HourRules& rules,
                       const std::vector<std::string>& zones,
                       Instant around,
                       RandomHours& random) {
    const auto from = around - std::chrono::minutes{before};
    const auto end = from + std::chrono::minutes{minutes};
    const auto open = oracle::open_minutes(rules, zones, from, minutes);
    const auto fast = hours_of_person(rules, zones).value();
    const auto moment = [&](std::size_t i) { return from + std::chrono::minutes{i}; };
    const auto next = [&](std::size_t i, bool wanted) {
        while (i < minutes && open[i] != wanted) ++i;
        return i;
    };
    // Beyond the days that were looked at anything may come, or nothing.
    const auto is = [&](const std::optional<Instant>& it, std::size_t i) {
        return i < minutes ? it == moment(i) : !it || *it >= end;
    };
    for (std::size_t i = 0; i < minutes; ++i) {
        if (fast.is_open(moment(i)) != open[i]) return "is_open at " + base::to_iso8601(moment(i));
        const auto late = moment(i) + 59'999'999us;
        if (fast.is_open(late) != open[i]) return "is_open late at " + base::to_iso8601(moment(i));
    }
    std::vector<std::size_t> places{0, before, before - 1};
    for (int i = 0; i < 12; ++i) places.push_back(random.upto(static_cast<int>(minutes)));
    for (std::size_t i = 0; i < minutes; i = next(i, !open[i])) places.push_back(i);
    for (const auto i : places) {
        const auto place = " of " + base::to_iso8601(moment(i));
        if (!is(fast.next_change(moment(i)), next(i, !open[i]))) return "next_change" + place;
        const auto opens = next(i, true);
        if (!is(fast.next_open(moment(i)), opens)) return "next_open" + place;
        const auto stretch = fast.stretch(moment(i));
        if (!is(stretch ? std::optional{stretch->opens} : std::nullopt, opens)) {
            return "stretch opens" + place;
        }
        if (opens < minutes && !is(stretch->closes, next(opens, false))) {
            return "stretch closes" + place;
        }
    }
    return "";
}

void compare_around(Instant moment, const std::string& zone, RandomHours& random) {
    CAPTURE(zone, base::to_iso8601(moment));
    for (int round = 0; round < rounds(); ++round) {
        const auto zones = random.zones(zone, names);
        const auto rules = random.rules(zone, names, moment);
        CAPTURE(round, zones, random.told(rules));
        REQUIRE(difference(rules, zones, moment, random) == "");
    }
}

} // namespace

TEST_CASE("the zones that are built in are those of this machine", "[schedule][oracle]") {
    INFO("built from " << zone::database_version() << ": build again");
    REQUIRE(database_of_system() == "# version " + std::string{zone::database_version()});
}

TEST_CASE("hours agree with a slow oracle around every transition of ten years",
          "[schedule][oracle]") {
    RandomHours random{20'190'101};
    std::size_t seen = 0;
    for (const auto& zone : names) {
        const auto all =
            oracle::transitions(zone, at("2019-01-01T00:00:00Z"), at("2029-01-01T00:00:00Z"));
        for (const auto moment : all) compare_around(moment, zone, random);
        seen += all.size();
    }
    CHECK(names.size() >= 40);
    CHECK(seen > 500);
}

TEST_CASE("hours agree with a slow oracle where the clocks were set strangely",
          "[schedule][oracle]") {
    RandomHours random{7};
    const auto [zone, moment] = GENERATE(table<std::string, const char*>({
        {"Pacific/Apia", "2011-12-30T10:00:00Z"},       // a day is missing
        {"Asia/Pyongyang", "2015-08-14T15:00:00Z"},     // half an hour
        {"America/Caracas", "2016-05-01T07:00:00Z"},    // half an hour
        {"Africa/Casablanca", "2018-10-28T02:00:00Z"},  // the clocks are not set back
        {"Asia/Beirut", "2023-03-25T22:00:00Z"},        // at midnight: no 00:00
        {"America/Havana", "2025-11-02T05:00:00Z"},     // at midnight: 00:00 twice
        {"Antarctica/Casey", "2010-03-04T15:00:00Z"},   // three hours
        {"Europe/Moscow", "2014-10-25T22:00:00Z"},      // for good
        {"Pacific/Kiritimati", "1994-12-31T10:00:00Z"}, // a day is missing
    }));
    for (int i = 0; i < 5; ++i) compare_around(at(moment), zone, random);
}

TEST_CASE("hours agree with a slow oracle at random moments", "[schedule][oracle]") {
    RandomHours random{11};
    for (int i = 0; i < 100; ++i) {
        const auto& zone = names[random.upto(static_cast<int>(names.size()))];
        const auto minute = std::chrono::minutes{random.upto(30 * 365 * 1440)};
        compare_around(at("2005-01-01T00:00:00Z") + minute, zone, random);
    }
}
