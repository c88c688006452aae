#include "phone/reading.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using namespace hatif::phone;

namespace {

Country country(const std::string& code) {
    return *Country::parse(code);
}

Reading read_in(const std::string& code, const std::string& text) {
    return read(text, country(code)).value();
}

} // namespace

TEST_CASE("every spelling of one number is that number", "[phone][reading]") {
    const auto text =
        GENERATE(as<std::string>{}, "+212612345678", "0612345678", "06-12-34-56-78", "212612345678",
                 "00212612345678", "٠٦١٢٣٤٥٦٧٨", "(06) 12 34 56 78", "+212 (0)6 12 34 56 78",
                 "\u200E+212 612-345678\u200E", "tel:+212612345678", "612345678");
    CAPTURE(text);
    const auto reading = read_in("MA", text);
    CHECK(reading.kind == Kind::valid);
    CHECK(reading.match_key == "+212612345678");
    CHECK(reading.number->e164() == "+212612345678");
    CHECK(reading.national_digits == "0612345678");
}

TEST_CASE("a number is read by the habits of its country", "[phone][reading]") {
    const auto [home, text, e164, kind] =
        GENERATE(table<std::string, std::string, std::string, Kind>({
            {"FR", "06 12 34 56 78", "+33612345678", Kind::valid},
            {"US", "(202) 555-0123", "+12025550123", Kind::valid},
            {"US", "011 212 612345678", "+212612345678", Kind::valid},
            {"MA", "+33 6 12 34 56 78", "+33612345678", Kind::valid},
            {"MA", "0033612345678", "+33612345678", Kind::valid},
            {"MA", "33612345678", "+33612345678", Kind::valid},    // the plus was lost
            {"MA", "1 202 555 0123", "+12025550123", Kind::valid}, // and here
            {"IT", "06 1234 5678", "+390612345678", Kind::valid},  // Italy keeps its zero
            {"MA", "0412345678", "+212412345678", Kind::possible}, // no range of Morocco starts so
            {"US", "(102) 555-0123", "+11025550123", Kind::possible},
        }));
    CAPTURE(home, text);
    const auto reading = read_in(home, text);
    REQUIRE(reading.number);
    CHECK(reading.number->e164() == e164);
    CHECK(reading.kind == kind);
}

TEST_CASE("what is no number is kept and matched by its digits", "[phone][reading]") {
    const auto [text, key] = GENERATE(table<std::string, std::string>({
        {"555", "555"},
        {"*555#", "555"},
        {"٥٥٥", "555"},
        {"12 34", "1234"},
        {"061234567890123", "061234567890123"},
        {"+999 123 456 789", "999123456789"},
    }));
    CAPTURE(text);
    const auto reading = read_in("MA", text);
    CHECK(reading.kind == Kind::invalid);
    CHECK_FALSE(reading.number);
    CHECK(reading.match_key == key);
}

TEST_CASE("no digits, and what a spreadsheet damaged, are refused", "[phone][reading]") {
    const auto text = GENERATE(as<std::string>{}, "", "unknown", "+", "2.12E+11", "612345678.0");
    CAPTURE(text);
    CHECK_FALSE(read(text, country("MA")));
}

TEST_CASE("the memory of neighbours changes no answer", "[phone][reading]") {
    std::mt19937 random{7};
    const auto digit = [&] { return static_cast<char>('0' + random() % 10); };
    const char* heads[] = {"+2126", "+2125", "06", "05",    "+336",  "+3361", "+1202", "+1",
                           "0033",  "+44",   "+9", "+3906", "+4930", "+97",   "212",   "+2120"};
    for (int round = 0; round < 20'000; ++round) {
        std::string text = heads[random() % std::size(heads)];
        const auto length = 9 + random() % 5;
        // Few blocks, so that most answers come from the memory.
        while (text.size() + 4 < length) text.push_back(text.size() + 6 < length ? '5' : digit());
        while (text.size() < length) text.push_back(digit());
        const auto home = country(random() % 2 == 0 ? "MA" : "US");
        CAPTURE(text, home);
        REQUIRE(read(text, home).value() == read_anew(text, home).value());
    }
}
