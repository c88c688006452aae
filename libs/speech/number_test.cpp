#include "speech/number.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace hatif::speech;

namespace {

/// The keys in a line, or the reason why there are none.
std::string said(Language language, const char* text, NumberMode mode = NumberMode::full) {
    const auto keys = say_number(language, mode, text, "MAD");
    return keys ? fmt::format("{}", fmt::join(*keys, " ")) : keys.error().reason;
}

struct Row {
    const char* number;
    const char* arabic;
    const char* french;
    const char* english;
};

} // namespace

TEST_CASE("numbers are said by the grammar of the language", "[speech][number]") {
    // clang-format off
    for (const auto& [number, arabic, french, english] : {
        Row{"0",         "0",                               "0",                 "0"},
        Row{"1",         "1",                               "1",                 "1"},
        Row{"19",        "19",                              "19",                "19"},
        Row{"20",        "20",                              "20",                "20"},
        Row{"21",        "1 and 20",                        "20 and 1",          "20 1"},
        Row{"22",        "2 and 20",                        "20 2",              "20 2"},
        Row{"61",        "1 and 60",                        "60 and 1",          "60 1"},
        Row{"70",        "70",                              "70",                "70"},
        Row{"71",        "1 and 70",                        "60 and 11",         "70 1"},
        Row{"77",        "7 and 70",                        "60 17",             "70 7"},
        Row{"80",        "80",                              "80",                "80"},
        Row{"81",        "1 and 80",                        "80 1",              "80 1"},
        Row{"91",        "1 and 90",                        "80 11",             "90 1"},
        Row{"99",        "9 and 90",                        "80 19",             "90 9"},
        Row{"100",       "100",                             "100",               "100"},
        Row{"101",       "100 and 1",                       "100 1",             "100 1"},
        Row{"200",       "200",                             "200",               "200"},
        Row{"345",       "300 and 5 and 40",                "300 40 5",          "300 40 5"},
        Row{"1000",      "thousand",                        "thousand",          "1 thousand"},
        Row{"2000",      "thousand_dual",                   "2 thousand",        "2 thousand"},
        Row{"3005",      "3 thousand_plural and 5",         "3 thousand 5",      "3 thousand 5"},
        Row{"10000",     "10 thousand_plural",              "10 thousand",       "10 thousand"},
        Row{"11000",     "11 thousand_accusative",          "11 thousand",       "11 thousand"},
        Row{"100000",    "100 thousand",                    "100 thousand",      "100 thousand"},
        Row{"101000",    "100 thousand and thousand",       "100 1 thousand",    "100 1 thousand"},
        Row{"102000",    "100 thousand and thousand_dual",  "100 2 thousand",    "100 2 thousand"},
        Row{"103000",    "100 and 3 thousand_plural",       "100 3 thousand",    "100 3 thousand"},
        Row{"111000",    "100 and 11 thousand_accusative",  "100 11 thousand",   "100 11 thousand"},
        Row{"1000000",   "million",                         "1 million",         "1 million"},
        Row{"2000000",   "million_dual",                    "2 million",         "2 million"},
        Row{"5000001",   "5 million_plural and 1",          "5 million 1",       "5 million 1"},
        Row{"80000080",  "80 million_accusative and 80",    "80 million 80",     "80 million 80"},
        Row{"2000000000", "billion_dual",                   "2 billion",         "2 billion"},
    }) {
        CAPTURE(number);
        CHECK(said(Language::ar, number) == arabic);
        CHECK(said(Language::fr, number) == french);
        CHECK(said(Language::en, number) == english);
    }
    // clang-format on
}

TEST_CASE("a minus and a point are words of their own", "[speech][number]") {
    CHECK(said(Language::fr, "-12.05") == "minus 12 point 0 5");
    CHECK(said(Language::ar, "3.14") == "3 point 14");
    CHECK(said(Language::en, "3.14") == "3 point 1 4");
    CHECK(said(Language::fr, "0.125") == "0 point 1 2 5");
    CHECK(said(Language::fr, "1.00") == "1 point 0 0");
    CHECK(said(Language::fr, "-0.0") == "0 point 0");
}

TEST_CASE("what computing leaves behind is not said", "[speech][number]") {
    CHECK(said(Language::fr, "121.00000000000001") == "100 20 and 1");
    CHECK(said(Language::en, "0.30000000000000004") == "0 point 3");
}

TEST_CASE("digits are said one by one, without what people write between them",
          "[speech][number]") {
    CHECK(said(Language::fr, "0612", NumberMode::digits) == "0 6 1 2");
    CHECK(said(Language::fr, "+212 6-12", NumberMode::digits) == "plus 2 1 2 6 1 2");
    CHECK(said(Language::fr, "06.12.34", NumberMode::digits) == "0 6 1 2 3 4");
    CHECK(said(Language::fr, "-1.5", NumberMode::digits) == "minus 1 point 5");
    CHECK(said(Language::fr, "٤*#", NumberMode::digits) == "4 star hash");
    CHECK(said(Language::fr, "A12", NumberMode::digits) == "not_a_number");
    CHECK(said(Language::fr, "+", NumberMode::digits) == "not_a_number");
}

TEST_CASE("ordinals count whole numbers from the first", "[speech][number]") {
    const auto ordinal = [](Language language, const char* text) {
        return said(language, text, NumberMode::ordinal);
    };
    CHECK(ordinal(Language::fr, "1") == "first");
    CHECK(ordinal(Language::fr, "21") == "20 and 1_ordinal");
    CHECK(ordinal(Language::fr, "80") == "80_ordinal");
    CHECK(ordinal(Language::en, "1") == "1_ordinal");
    CHECK(ordinal(Language::en, "1200") == "1 thousand 200_ordinal");
    CHECK(ordinal(Language::ar, "1") == "first");
    CHECK(ordinal(Language::ar, "11") == "11_ordinal");
    CHECK(ordinal(Language::ar, "21") == "1_ordinal and 20_ordinal");
    CHECK(ordinal(Language::ar, "125") == "5_ordinal and 20_ordinal after 100");
    CHECK(ordinal(Language::ar, "100") == "100_ordinal");
    CHECK(ordinal(Language::ar, "1100") == "100_ordinal after thousand");
    CHECK(ordinal(Language::ar, "25000") == "5_ordinal and 20_ordinal thousand_accusative");
    CHECK(ordinal(Language::ar, "20003") == "3_ordinal after 20_genitive thousand_accusative");
    CHECK(ordinal(Language::fr, "1000000") == "million_ordinal");
    CHECK(ordinal(Language::en, "1000000") == "1 million_ordinal");
    for (const auto* text : {"0", "-1", "1.5"}) CHECK(ordinal(Language::fr, text) == "no_ordinal");
    CHECK(ordinal(Language::fr, "2.0") == "2_ordinal");
}

TEST_CASE("what is no number has its reason", "[speech][number]") {
    CHECK(said(Language::fr, "douze") == "not_a_number");
    CHECK(said(Language::fr, "1000000000000") == "number_too_large");
    CHECK(said(Language::fr, "999999999999.9999999") == "number_too_large"); // as it is rounded
    const std::string endless(1'000'000, '7');
    for (const auto mode :
         {NumberMode::full, NumberMode::digits, NumberMode::ordinal, NumberMode::currency}) {
        CHECK(said(Language::ar, endless.c_str(), mode) == "number_too_large");
    }
    CHECK(said(Language::ar, "../../etc/passwd") == "not_a_number");
    CHECK(said(Language::ar, "\xFF\xFE") == "not_a_number");
}
