#include "speech/date.hpp"
#include "speech/number.hpp"
#include "speech/plain_text.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <unicode/rbnf.h>

#include <random>

// Another's rules for the same languages: ICU's spellout. docs/speech.md names where it is wrong,
// and nothing else may differ.

using namespace hatif::speech;

namespace {

class Spellout {
public:
    Spellout(const char* locale, const char* rules)
        : format_{icu::URBNF_SPELLOUT, icu::Locale{locale}, status_}, rules_{rules} {
        REQUIRE(U_SUCCESS(status_));
    }

    std::string operator()(std::int64_t number) {
        icu::UnicodeString text;
        icu::FieldPosition nowhere;
        format_.format(number, rules_, text, nowhere, status_);
        REQUIRE(U_SUCCESS(status_));
        std::string utf8;
        text.toUTF8String(utf8);
        return utf8;
    }

private:
    UErrorCode status_ = U_ZERO_ERROR;
    icu::RuleBasedNumberFormat format_;
    icu::UnicodeString rules_;
};

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

/// Hyphens are a matter of the reform of 1990, soft hyphens of printing.
std::string plain(std::string text) {
    return replaced(replaced(std::move(text), "\u00AD", ""), "-", " ");
}

std::string said(Language language, NumberMode mode, std::uint64_t number) {
    const auto keys = say_number(language, mode, std::to_string(number), "MAD").value();
    return plain_text(language, keys);
}

std::vector<std::uint64_t> many_numbers() {
    std::vector<std::uint64_t> all;
    for (std::uint64_t number = 0; number <= 10'000; ++number) all.push_back(number);
    std::mt19937_64 random{11};
    for (int i = 0; i < 10'000; ++i) {
        std::uint64_t ceiling = 1'000;
        for (auto more = random() % 4; more > 0; --more) ceiling *= 1'000;
        all.push_back(random() % ceiling);
    }
    return all;
}

void same(std::uint64_t number, const std::string& ours, const std::string& theirs) {
    if (ours == theirs) return;
    CAPTURE(number);
    REQUIRE(ours == theirs);
}

} // namespace

TEST_CASE("ICU counts in English as we do, word for word", "[speech][icu]") {
    Spellout cardinal{"en", "%spellout-cardinal"};
    Spellout ordinal{"en", "%spellout-ordinal"};
    for (const auto number : many_numbers()) {
        same(number, plain(said(Language::en, NumberMode::full, number)), plain(cardinal(number)));
        if (number == 0) continue;
        same(number, plain(said(Language::en, NumberMode::ordinal, number)),
             plain(ordinal(number)));
    }
}

TEST_CASE("ICU names the years of English as we do", "[speech][icu]") {
    Spellout years{"en", "%spellout-numbering-year"};
    for (int year = 1; year <= 9'999; ++year) {
        const auto keys =
            say_date(Language::en, DateMode::date, fmt::format("{:04}-05-02", year)).value();
        const Keys named{keys.begin() + 2, keys.end()};
        same(static_cast<std::uint64_t>(year), plain(plain_text(Language::en, named)),
             plain(years(year)));
    }
}

TEST_CASE("ICU counts in French as we do, but for the s of quatre-vingts before a million",
          "[speech][icu]") {
    Spellout cardinal{"fr", "%spellout-cardinal-masculine"};
    const auto ours = [](std::uint64_t number) {
        auto text = plain(said(Language::fr, NumberMode::full, number));
        for (const auto* scale : {" million", " milliard"}) {
            text = replaced(text, std::string{"quatre vingts"} + scale,
                            std::string{"quatre vingt"} + scale);
            text = replaced(text, std::string{" cents"} + scale, std::string{" cent"} + scale);
        }
        return text;
    };
    const auto theirs = [&](std::uint64_t number) {
        auto text = plain(cardinal(static_cast<std::int64_t>(number)));
        for (const auto* scale : {" million", " milliard"}) {
            text = replaced(text, std::string{" cents"} + scale, std::string{" cent"} + scale);
        }
        return text;
    };
    for (const auto number : many_numbers()) same(number, ours(number), theirs(number));
}

TEST_CASE("ICU's French ordinals are ours, but for an et where cardinals have none",
          "[speech][icu]") {
    Spellout ordinal{"fr", "%spellout-ordinal-masculine"};
    for (std::uint64_t number = 1; number < 10'000; ++number) {
        const auto last = number % 100;
        if (last == 81 || last == 91) continue;                  // quatre-vingt-et-onzième
        if (number > 100 && (last == 1 || last == 11)) continue; // cent et unième
        same(number, plain(said(Language::fr, NumberMode::ordinal, number)),
             plain(ordinal(static_cast<std::int64_t>(number))));
    }
}

TEST_CASE("ICU counts to 199 in Arabic as we do, but for two spellings", "[speech][icu]") {
    Spellout cardinal{"ar", "%spellout-cardinal-masculine"};
    for (std::uint64_t number = 0; number < 200; ++number) {
        if (number % 100 == 11) continue; // ICU's eleven is half feminine: إحدى عشر
        auto theirs = replaced(cardinal(static_cast<std::int64_t>(number)), "إثن", "اثن");
        theirs = replaced(theirs, "مائة", "مئة");
        same(number, said(Language::ar, NumberMode::full, number), theirs);
    }
}
