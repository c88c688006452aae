#include "schedule/calling_hours.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::schedule;
using base::Instant;

namespace {

using Zones = std::vector<std::string>;

Instant at(const std::string& text) {
    return base::from_iso8601(text).value();
}

/// Every day from 9 to 18.
std::vector<DailyWindow> nine_to_six() {
    std::vector<DailyWindow> found;
    for (int day = 0; day < 7; ++day) found.push_back({day, 9 * 60, 18 * 60});
    return found;
}

HourRules office(HoursOf zone = HoursOf::contact) {
    return {.zone = "Africa/Casablanca", .calling = {.weekly = nine_to_six(), .zone = zone}};
}

std::string told(const base::Result<OpenHours>& hours, const std::string& moment) {
    const auto stretch = hours.value().stretch(at(moment));
    if (!stretch) return "never";
    const auto opens = base::to_iso8601(stretch->opens).substr(0, 16);
    if (!stretch->closes) return opens + " on";
    return opens + " to " + base::to_iso8601(*stretch->closes).substr(0, 16);
}

} // namespace

TEST_CASE("the hours are those of the person called", "[schedule][hours]") {
    const auto in = [](const Zones& zones) {
        return told(hours_of_person(office(), zones), "2026-01-12T06:00:00Z");
    };
    CHECK(in({"Africa/Casablanca"}) == "2026-01-12T08:00 to 2026-01-12T17:00");
    CHECK(in({"Africa/Cairo"}) == "2026-01-12T07:00 to 2026-01-12T16:00");
    CHECK(in({"America/New_York"}) == "2026-01-12T14:00 to 2026-01-12T23:00");
}

TEST_CASE("who may be in several zones is called when it is open in all of them",
          "[schedule][hours]") {
    const auto in = [](const Zones& zones) {
        return told(hours_of_person(office(), zones), "2026-01-12T06:00:00Z");
    };
    CHECK(in({"America/New_York", "America/Los_Angeles"}) ==
          "2026-01-12T17:00 to 2026-01-12T23:00");
    CHECK(in({"Asia/Tokyo", "America/New_York"}) == "never");
    // Kiritimati's Sunday is Honolulu's Saturday at the same hour.
    auto sundays = office();
    sundays.calling.weekly = {{0, 9 * 60, 18 * 60}};
    CHECK(told(hours_of_person(sundays, {"Pacific/Kiritimati", "Pacific/Honolulu"}),
               "2026-01-12T06:00:00Z") == "never");
}

TEST_CASE("hours of the program are the same for everyone", "[schedule][hours]") {
    const auto rules = office(HoursOf::program);
    CHECK_FALSE(rules.by_person());
    const std::string expected = "2026-01-12T08:00 to 2026-01-12T17:00";
    CHECK(told(hours_of_all(rules), "2026-01-12T06:00:00Z") == expected);
    CHECK(told(hours_of_person(rules, {"Asia/Tokyo"}), "2026-01-12T06:00:00Z") == expected);
    CHECK(told(hours_of_person(rules, {}), "2026-01-12T06:00:00Z") == expected);
}

TEST_CASE("what holds for all leaves the hours of each person out", "[schedule][hours]") {
    auto rules = office();
    CHECK(rules.by_person());
    CHECK(told(hours_of_all(rules), "2026-01-12T06:00:00Z") == "2026-01-12T06:00 on");
    rules.pauses.weekly = {{1, 12 * 60, 14 * 60}};
    CHECK(told(hours_of_all(rules), "2026-01-12T06:00:00Z") ==
          "2026-01-12T06:00 to 2026-01-12T11:00");
}

TEST_CASE("pauses are by the program's clocks, hours by the person's", "[schedule][hours]") {
    auto rules = office();
    rules.pauses.weekly = {{1, 12 * 60, 14 * 60}};
    const auto cairo = hours_of_person(rules, {"Africa/Cairo"});
    CHECK(told(cairo, "2026-01-12T06:00:00Z") == "2026-01-12T07:00 to 2026-01-12T11:00");
    CHECK(told(cairo, "2026-01-12T11:00:00Z") == "2026-01-12T13:00 to 2026-01-12T16:00");
}

TEST_CASE("a day without hours is closed, without any hours the whole week is open",
          "[schedule][hours]") {
    auto rules = office();
    rules.calling.weekly = {{1, 9 * 60, 18 * 60}};
    CHECK(told(hours_of_person(rules, {"UTC"}), "2026-01-12T18:00:00Z") ==
          "2026-01-19T09:00 to 2026-01-19T18:00");
    rules.calling.weekly.clear();
    CHECK_FALSE(rules.by_person());
    CHECK(told(hours_of_person(rules, {}), "2026-01-12T18:00:00Z") == "2026-01-12T18:00 on");
    rules.calling.weekly = {{1, 22 * 60, 6 * 60}}; // Monday's night
    CHECK(told(hours_of_person(rules, {"UTC"}), "2026-01-12T12:00:00Z") ==
          "2026-01-12T22:00 to 2026-01-13T06:00");
}

TEST_CASE("nobody is called on a holiday, from midnight to midnight where they are",
          "[schedule][hours]") {
    HourRules rules{.zone = "UTC", .calling = {.holidays = {{2026, 1, 13}, {0, 11, 18}}}};
    const auto tokyo = hours_of_person(rules, {"Asia/Tokyo"});
    CHECK(told(tokyo, "2026-01-12T10:00:00Z") == "2026-01-12T10:00 to 2026-01-12T15:00");
    CHECK(told(tokyo, "2026-01-12T16:00:00Z") == "2026-01-13T15:00 to 2026-11-17T15:00");
    CHECK(told(tokyo, "2027-11-18T00:00:00Z") == "2027-11-18T15:00 to 2028-11-17T15:00");
    // Where they may be on either side of the date line: both days.
    CHECK(told(hours_of_person(rules, {"Asia/Tokyo", "Pacific/Honolulu"}),
               "2026-01-12T16:00:00Z") == "2026-01-14T10:00 to 2026-11-17T15:00");
    rules.calling.zone = HoursOf::program;
    CHECK(told(hours_of_all(rules), "2026-01-13T12:00:00Z").starts_with("2026-01-14T00:00"));
}

TEST_CASE("29 February of every year comes every four years", "[schedule][hours]") {
    const HourRules rules{.zone = "UTC", .calling = {.holidays = {{0, 2, 29}}}};
    CHECK(told(hours_of_person(rules, {"UTC"}), "2026-01-01T00:00:00Z") ==
          "2026-01-01T00:00 to 2028-02-29T00:00");
}

TEST_CASE("hours may open in years only", "[schedule][hours]") {
    // Every day is a holiday but 29 February, and only Sundays have hours.
    auto rules = office();
    rules.calling.weekly = {{0, 9 * 60, 18 * 60}};
    for (int month = 1; month <= 12; ++month) {
        for (int day = 1; day <= 31; ++day) {
            const bool exists =
                day <= 28 ||
                (month != 2 && (day <= 30 || month == 1 || month == 3 || month == 5 || month == 7 ||
                                month == 8 || month == 10 || month == 12));
            if (exists) rules.calling.holidays.push_back({0, month, day});
        }
    }
    CHECK(told(hours_of_person(rules, {"UTC"}), "2026-01-01T00:00:00Z") ==
          "2032-02-29T09:00 to 2032-02-29T18:00");
    CHECK(told(hours_of_person(rules, {"UTC"}), "2032-03-01T00:00:00Z") ==
          "2060-02-29T09:00 to 2060-02-29T18:00");
}

TEST_CASE("what cannot be read leaves no hours, and nobody is called", "[schedule][hours]") {
    const auto fails = [](const HourRules& rules) {
        return !hours_of_all(rules) && !hours_of_person(rules, {"UTC"});
    };
    REQUIRE_FALSE(fails(office()));
    auto rules = office();
    rules.zone = "Mars/Base";
    CHECK(fails(rules));
    rules = office();
    rules.pauses.weekly = {{7, 0, 60}};
    CHECK(fails(rules));
    rules = office();
    rules.pauses.dated = {{at("2026-01-12T18:00:00Z"), at("2026-01-12T18:00:00Z")}};
    CHECK(fails(rules));
    rules = office();
    rules.calling.weekly.push_back({1, 60, 60});
    CHECK(fails(rules));
    for (const Day& day : {Day{2025, 2, 29}, Day{0, 2, 30}, Day{0, 13, 1}, Day{0, 0, 1},
                           Day{-1, 1, 1}, Day{0, 4, 31}, Day{10'000, 1, 1}, Day{0, 1, 257}}) {
        CAPTURE(day.year, day.month, day.day);
        rules = office();
        rules.calling.holidays = {day};
        CHECK(fails(rules));
    }
    for (const int zone : {0, 3, -1}) {
        rules = office();
        rules.calling.zone = static_cast<HoursOf>(zone);
        CHECK(fails(rules));
    }
}

TEST_CASE("without a zone, or with one that nobody knows, a person is not called",
          "[schedule][hours]") {
    CHECK_FALSE(hours_of_person(office(), {}));
    CHECK_FALSE(hours_of_person(office(), {"Mars/Base"}));
    CHECK_FALSE(hours_of_person(office(), {"UTC", ""}));
    CHECK_FALSE(hours_of_person(office(), zones_in("UTC,,Africa/Cairo")));
}

TEST_CASE("sets of zones are read as the contact service writes them", "[schedule][hours]") {
    CHECK(zones_in("").empty());
    CHECK(zones_in("UTC") == Zones{"UTC"});
    CHECK(zones_in("Africa/Cairo,Europe/Paris") == Zones{"Africa/Cairo", "Europe/Paris"});
    CHECK(zones_in(",UTC") == Zones{"", "UTC"});
    CHECK(zones_in("UTC,") == Zones{"UTC", ""}); // and so it fails
}
