#include "speech/date.hpp"
#include "speech/moment.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace hatif::speech;

namespace {

std::string said(Language language, DateMode mode, const char* text) {
    const auto keys = say_date(language, mode, text);
    return keys ? fmt::format("{}", fmt::join(*keys, " ")) : keys.error().reason;
}

} // namespace

TEST_CASE("a date is said with its weekday in full, and without it as a date", "[speech][date]") {
    CHECK(said(Language::fr, DateMode::full, "2025-01-15") ==
          "wednesday 15 january 2 thousand 20 5");
    CHECK(said(Language::fr, DateMode::date, "2025-01-01") == "first january 2 thousand 20 5");
    CHECK(said(Language::en, DateMode::date, "2025-01-22") == "20 2_ordinal january 20 20 5");
    CHECK(said(Language::ar, DateMode::date, "2025-03-08") ==
          "8 march thousand_dual_genitive and 5 and 20_genitive");
    CHECK(said(Language::fr, DateMode::day_month, "2025-12-31") == "30 and 1 december");
}

TEST_CASE("in full the time is said where there is one, as it is written", "[speech][date]") {
    CHECK(said(Language::fr, DateMode::full, "2025-01-15T22:30:00+01:00") ==
          "wednesday 15 january 2 thousand 20 5 at 20 2 hour 30");
    CHECK(said(Language::ar, DateMode::full, "2025-01-15 22:30") ==
          "wednesday 15 january thousand_dual_genitive and 5 and 20_genitive hour "
          "10_ordinal_feminine and 30 minute pm");
    CHECK(said(Language::en, DateMode::full, "2025-01-15T10:00Z") ==
          "wednesday 15_ordinal january 20 20 5 at 10 am");
}

TEST_CASE("a time is said by the custom of the language", "[speech][date]") {
    CHECK(said(Language::fr, DateMode::time, "01:21") == "1_feminine hour 20 and 1_feminine");
    CHECK(said(Language::fr, DateMode::time, "10:00") == "10 hour");
    CHECK(said(Language::en, DateMode::time, "00:05") == "12 0 5 am");
    CHECK(said(Language::en, DateMode::time, "13:30") == "1 30 pm");
    CHECK(said(Language::ar, DateMode::time, "13:05") ==
          "hour 1_ordinal_feminine and 5_feminine minute_plural pm");
    CHECK(said(Language::ar, DateMode::time, "12:02") ==
          "hour 12_ordinal_feminine and minute_dual pm");
    CHECK(said(Language::ar, DateMode::time, "12:00") == "hour 12_ordinal_feminine pm");
}

TEST_CASE("what is no date, or lacks what is asked for, has its reason", "[speech][date]") {
    for (const auto* text :
         {"", "demain", "2025-02-30", "2025-13-01", "2025-1-5", "15/01/2025", "2025-01-15T25:00",
          "2025-01-15T10:61", "2025-01-15T10:30Zx", "2025-01-15T", "2025-01-15T10:30+1",
          "0000-01-01", "12025-01-01", "-2025-01-01", "2025-01-15T10:30:00.",
          "2025-01-15T10:30:00+24:00", "2025-01-15T10:30:00-01:60",
          "2025-01-15T10:30:00.99999999999999999999999999999999999999999999999999999999999999999"
          "99999999999999999999999999999999999999999999"}) {
        CAPTURE(text);
        CHECK(said(Language::fr, DateMode::date, text) == "not_a_date");
    }
    CHECK(said(Language::fr, DateMode::time, "2025-01-15") == "no_time");
    CHECK(said(Language::fr, DateMode::date, "10:30") == "no_date");
}

TEST_CASE("every day of many years has the weekday that follows the day before", "[speech][date]") {
    const std::array days{"monday", "tuesday",  "wednesday", "thursday",
                          "friday", "saturday", "sunday"};
    const auto is_leap = [](int year) {
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    };
    std::size_t weekday = 0; // the first of January 1900 was a Monday
    for (int year = 1900; year < 2101; ++year) {
        for (int month = 1; month <= 12; ++month) {
            const int length = month == 2 ? is_leap(year) ? 29 : 28
                               : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                                       : 31;
            for (int day = 1; day <= length; ++day) {
                const auto text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
                const auto keys = say_date(Language::fr, DateMode::full, text).value();
                if (keys.front() != days.at(weekday)) FAIL(text << " is no " << keys.front());
                weekday = (weekday + 1) % 7;
            }
            const auto after = fmt::format("{:04}-{:02}-{:02}", year, month, length + 1);
            if (read_moment(after)) FAIL(after << " does not exist");
        }
    }
}
