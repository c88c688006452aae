#include "zone/name.hpp"

#include <catch2/catch.hpp>

#include <string>

TEST_CASE("a time zone is a place of the IANA database", "[zone][name]") {
    const auto [text, is_one] = GENERATE(table<std::string, bool>({
        {"Africa/Casablanca", true},
        {"America/Argentina/Buenos_Aires", true},
        {"Asia/Calcutta", true},
        {"UTC", true},
        {"Africa/Nowhere", false},
        {"SystemV/EST5", false},
        {"Etc/Unknown", false},
        {"GMT+3", false},
        {"EST", false},
        {"ACT", false},
        {"africa/casablanca", false},
        {"Africa/Casablanca ", false},
        {"", false},
    }));
    CAPTURE(text);
    CHECK(hatif::zone::is_name(text) == is_one);
}
