#include "speech/keys_needed.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <random>

using namespace hatif::speech;

TEST_CASE("what a language needs follows from its rules", "[speech][keys]") {
    const auto arabic = keys_needed(Language::ar, NumberMode::full);
    const auto french = keys_needed(Language::fr, NumberMode::full);
    CHECK(arabic.contains("thousand_dual"));
    CHECK(arabic.contains("million_plural"));
    CHECK_FALSE(french.contains("thousand_dual"));
    for (const auto* key : {"0", "20", "30", "90", "100", "900", "and", "point", "minus"}) {
        CAPTURE(key);
        CHECK(arabic.contains(key));
        CHECK(french.contains(key));
    }
}

TEST_CASE("amounts need their coins, dates their days and months", "[speech][keys]") {
    CHECK(keys_needed(Language::ar, NumberMode::currency, "MAD").contains("dirham_dual"));
    CHECK(keys_needed(Language::fr, NumberMode::currency, "EUR").contains("euro"));
    CHECK(keys_needed(Language::fr, NumberMode::currency, "XTS").empty());
    const auto dates = keys_needed(Language::fr, DateMode::full);
    for (const auto* key :
         {"monday", "sunday", "january", "december", "hour", "first", "thousand"}) {
        CAPTURE(key);
        CHECK(dates.contains(key));
    }
    CHECK_FALSE(keys_needed(Language::fr, DateMode::day_month).contains("monday"));
}

TEST_CASE("digits need no larger numbers", "[speech][keys]") {
    const auto digits = keys_needed(Language::fr, NumberMode::digits);
    CHECK(digits.contains("9"));
    CHECK_FALSE(digits.contains("10"));
}

TEST_CASE("no date and no time needs a key that is not named as needed", "[speech][keys]") {
    std::mt19937 random{9};
    for (const auto language : languages) {
        const auto needed = keys_needed(language, DateMode::full);
        for (int i = 0; i < 5'000; ++i) {
            const auto text =
                fmt::format("{}-{:02}-{:02}T{:02}:{:02}", 1900 + random() % 200, 1 + random() % 12,
                            1 + random() % 28, random() % 24, random() % 60);
            const auto keys = say_date(language, DateMode::full, text).value();
            for (const auto& key : keys) {
                if (!needed.contains(key)) FAIL(text << " needs " << key);
            }
        }
    }
}
