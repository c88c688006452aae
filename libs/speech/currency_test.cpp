#include "speech/keys_needed.hpp"
#include "speech/number.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <random>

using namespace hatif::speech;

namespace {

std::string said(Language language, const std::string& text, const char* currency = "MAD") {
    const auto keys = say_number(language, NumberMode::currency, text, currency);
    return keys ? fmt::format("{}", fmt::join(*keys, " ")) : keys.error().reason;
}

struct Row {
    const char* amount;
    const char* arabic;
    const char* french;
    const char* english;
};

} // namespace

TEST_CASE("amounts are counted in the organization's currency", "[speech][currency]") {
    // clang-format off
    for (const auto& [amount, arabic, french, english] : {
        Row{"0",       "0 dirham",                    "0 dirham",               "0 dirham_plural"},
        Row{"1",       "dirham 1",                    "1 dirham",               "1 dirham"},
        Row{"2",       "dirham_dual",                 "2 dirham",               "2 dirham_plural"},
        Row{"3",       "3 dirham_plural",             "3 dirham",               "3 dirham_plural"},
        Row{"11",      "11 dirham_accusative",        "11 dirham",              "11 dirham_plural"},
        Row{"100",     "100 dirham",                  "100 dirham",             "100 dirham_plural"},
        Row{"101",     "100 dirham and dirham",       "100 1 dirham",           "100 1 dirham_plural"},
        Row{"102",     "100 dirham and dirham_dual",  "100 2 dirham",           "100 2 dirham_plural"},
        Row{"103",     "100 and 3 dirham_plural",     "100 3 dirham",           "100 3 dirham_plural"},
        Row{"2000",    "thousand_dual_construct dirham", "2 thousand dirham",      "2 thousand dirham_plural"},
        Row{"1000000", "million dirham",              "1 million of dirham",    "1 million dirham_plural"},
        Row{"12.50",   "12 dirham_accusative and 50 centime_accusative", "12 dirham and 50 centime", "12 dirham_plural and 50 centime_plural"},
        Row{"0.05",    "5 centime_plural",            "5 centime",              "5 centime_plural"},
        Row{"-3.01",   "minus 3 dirham_plural and centime 1", "minus 3 dirham and 1 centime", "minus 3 dirham_plural and 1 centime"},
        Row{"1.999",   "dirham_dual",                 "2 dirham",               "2 dirham_plural"},
        Row{"-0.001",  "0 dirham",                    "0 dirham",               "0 dirham_plural"},
    }) {
        CAPTURE(amount);
        CHECK(said(Language::ar, amount) == arabic);
        CHECK(said(Language::fr, amount) == french);
        CHECK(said(Language::en, amount) == english);
    }
    // clang-format on
}

TEST_CASE("what is feminine is counted so", "[speech][currency]") {
    CHECK(said(Language::fr, "21", "GBP") == "20 and 1_feminine pound");
    CHECK(said(Language::fr, "81", "GBP") == "80 1_feminine pound");
    CHECK(said(Language::fr, "71", "GBP") == "60 and 11 pound");
    CHECK(said(Language::ar, "0.03", "SAR") == "3_feminine halala_plural");
    CHECK(said(Language::ar, "0.11", "SAR") == "11_feminine halala");
    CHECK(said(Language::ar, "0.01", "SAR") == "halala 1_feminine");
    CHECK(said(Language::ar, "0.23", "SAR") == "3_feminine and 20 halala");
}

TEST_CASE("a currency has as many parts as it has", "[speech][currency]") {
    CHECK(said(Language::fr, "1.5", "TND") == "1 dinar and 500 millime");
    CHECK(said(Language::fr, "12.5", "XOF") == "13 franc");
    CHECK(said(Language::fr, "1", "XTS") == "currency_unknown");
    CHECK(said(Language::fr, "1000000", "EUR") == "1 million euro_of");
    CHECK(said(Language::fr, "999999999999.999") == "number_too_large");
}

TEST_CASE("no amount needs a key that is not named as needed", "[speech][currency]") {
    std::mt19937 random{3};
    for (const auto language : languages) {
        for (const auto* currency : {"MAD", "TND", "SAR", "EGP"}) {
            const auto needed = keys_needed(language, NumberMode::currency, currency);
            for (int i = 0; i < 2'000; ++i) {
                const auto amount = fmt::format("{}.{:03}", random() % 3'000'000, random() % 1'000);
                const auto keys =
                    say_number(language, NumberMode::currency, amount, currency).value();
                for (const auto& key : keys) {
                    if (!needed.contains(key)) FAIL(amount << " needs " << key);
                }
            }
        }
    }
}
