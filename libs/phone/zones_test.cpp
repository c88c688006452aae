#include "phone/zones.hpp"

#include "zone/name.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace hatif;
using phone::PhoneNumber;

namespace {

const std::vector<std::string>& zones(const std::string& e164) {
    return phone::zones_of(PhoneNumber::parse(e164).value());
}

bool holds(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

} // namespace

TEST_CASE("a number lies in the zones of its first digits", "[phone][zones]") {
    const auto [number, zone] = GENERATE(table<std::string, std::string>({
        {"+212612345678", "Africa/Casablanca"},
        {"+201001234567", "Africa/Cairo"},
        {"+213551234567", "Africa/Algiers"}, // not Paris, whose clocks are set
        {"+966512345678", "Asia/Riyadh"},
        {"+12025550123", "America/New_York"},
        {"+18085550123", "Pacific/Honolulu"},
        {"+18765551234", "America/Jamaica"},
        {"+61299998888", "Australia/Sydney"},
        {"+34928123456", "Atlantic/Canary"},
        {"+74951234567", "Europe/Moscow"},
        {"+97714123456", "Asia/Kathmandu"}, // not by its old name
    }));
    CAPTURE(number);
    CHECK(zones(number) == std::vector{zone});
}

TEST_CASE("who moves about may be in any zone of the country", "[phone][zones]") {
    CHECK(zones("+34612345678") == std::vector<std::string>{"Atlantic/Canary", "Europe/Madrid"});
    for (const auto* zone : {"Australia/Perth", "Australia/Sydney", "Australia/Adelaide"}) {
        CHECK(holds(zones("+61412345678"), zone));
    }
    const auto& russia = zones("+79161234567");
    CHECK(holds(russia, "Europe/Kaliningrad"));
    CHECK(holds(russia, "Asia/Vladivostok"));
    CHECK_FALSE(holds(russia, "Asia/Almaty"));
    CHECK(holds(zones("+18005550123"), "Pacific/Honolulu")); // toll-free
}

TEST_CASE("of a number of no country nothing is known", "[phone][zones]") {
    CHECK(zones("+80012345678").empty());
    CHECK(zones("+881612345678").empty());
    CHECK(zones("+99912345678").empty());
}

TEST_CASE("every zone of every number has a name, sorted, each once", "[phone][zones]") {
    std::mt19937 random{5};
    for (int round = 0; round < 20'000; ++round) {
        std::string number = "+" + std::to_string(1 + random() % 9);
        while (number.size() < 13) number.push_back(static_cast<char>('0' + random() % 10));
        const auto& all = zones(number);
        CAPTURE(number);
        REQUIRE(std::adjacent_find(all.begin(), all.end(), std::greater_equal<>{}) == all.end());
        REQUIRE(std::all_of(all.begin(), all.end(), zone::is_name));
    }
}

TEST_CASE("eight digits decide", "[phone][zones]") {
    std::mt19937 random{6};
    for (int round = 0; round < 20'000; ++round) {
        std::string number = "+1";
        while (number.size() < 12) number.push_back(static_cast<char>('0' + random() % 10));
        const auto head = number.substr(0, 1 + phone::digits_of_place);
        REQUIRE(zones(number) == zones(head));
    }
}
