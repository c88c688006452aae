#include "contact/audiences/zone_sets.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace hatif::contact;

TEST_CASE("where someone is they say themselves, else their number does",
          "[unit][contact][zones]") {
    CHECK(zones_of("Asia/Tokyo") == "Asia/Tokyo");
    CHECK(zones_of("+33612345678") == "Europe/Paris");
    CHECK(zones_of("").empty());
    CHECK(zones_of("+0").empty());
}

TEST_CASE("zones that a number may lie in are joined by commas, sorted", "[unit][contact][zones]") {
    const auto many = zones_of("+18005550123"); // North America's, without a place
    CHECK(many.find("America/New_York") != std::string::npos);
    CHECK(many.find(',') != std::string::npos);
    CHECK(many.find(' ') == std::string::npos);
    std::vector<std::string> names;
    for (std::size_t at = 0; at < many.size();) {
        const auto end = std::min(many.find(',', at), many.size());
        names.push_back(many.substr(at, end - at));
        at = end + 1;
    }
    CHECK(std::is_sorted(names.begin(), names.end()));
}

TEST_CASE("each set is told once, by numbers in the order of coming", "[unit][contact][zones]") {
    ZoneSets sets;
    CHECK(sets.number_of("+33612345678") == 0);
    CHECK(sets.number_of("Asia/Tokyo") == 1);
    CHECK(sets.number_of("Europe/Paris") == 0);
    CHECK(sets.number_of("") == 2);
    CHECK(sets.number_of("+33698765432") == 0);
    CHECK(sets.sets() == std::vector<std::string>{"Europe/Paris", "Asia/Tokyo", ""});
}

TEST_CASE("the beginning of a number decides about its zones as the whole of it",
          "[unit][contact][zones][law]") {
    std::mt19937 random{5};
    ZoneSets sets;
    for (int i = 0; i < 20'000; ++i) {
        std::string number{"+"};
        for (auto digits = 7 + random() % 8; number.size() <= digits;) {
            number += static_cast<char>('1' + random() % 9);
        }
        CAPTURE(number);
        REQUIRE(zones_of(number.substr(0, deciding_characters)) == zones_of(number));
        REQUIRE(sets.sets()[sets.number_of(number)] == zones_of(number));
    }
}
