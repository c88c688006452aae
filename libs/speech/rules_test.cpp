#include "speech/number.hpp"
#include "speech/plain_text.hpp"
#include "speech/speaker.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <random>

// The numbered rules of docs/speech.md, each as a law over many numbers. The keys of a saying are
// looked at from outside, as a line of text.

using namespace hatif::speech;

namespace {

using Number = std::uint64_t;

const Noun dirham{"dirham"};
const Noun minute{"minute", true};

/// " 3 dirham_plural ": every key between blanks, so that it can be searched for.
std::string line_of(const Keys& keys) {
    return fmt::format(" {} ", fmt::join(keys, " "));
}

bool has(const std::string& line, std::string_view part) {
    return line.find(part) != std::string::npos;
}

const std::vector<Number>& many_numbers() {
    static const auto all = [] {
        std::vector<Number> numbers;
        for (Number number = 1; number <= 3'200; ++number) numbers.push_back(number);
        std::mt19937_64 random{5};
        for (int i = 0; i < 3'000; ++i) {
            numbers.push_back(1 + random() % 999'999);
            numbers.push_back((1 + random() % 999) * 1'000);
            numbers.push_back((1 + random() % 999'999) * 1'000'000);
            numbers.push_back(1 + random() % 999'999'999'999);
        }
        return numbers;
    }();
    return all;
}

/// For every number: what is said of so many of the noun fits the rule.
void law(Language language,
         const Noun& noun,
         const std::function<bool(Number, std::string)>& fits) {
    const Speaker speaker{language};
    for (const auto number : many_numbers()) {
        const auto line = line_of(speaker.counted(number, noun));
        if (fits(number, line)) continue;
        CAPTURE(number, line);
        REQUIRE(fits(number, line));
    }
}

/// The same of the text of bare numbers.
void text_law(Language language,
              NumberMode mode,
              const std::function<bool(Number, std::string)>& fits) {
    for (const auto number : many_numbers()) {
        const auto keys = say_number(language, mode, std::to_string(number), "MAD").value();
        const auto text = fmt::format(" {} ", plain_text(language, keys));
        if (fits(number, text)) continue;
        CAPTURE(number, text);
        REQUIRE(fits(number, text));
    }
}

} // namespace

TEST_CASE("ar 1: three to ten have the other gender than what they count", "[speech][rules]") {
    law(Language::ar, dirham, [](Number, const std::string& line) {
        return !has(line, "_feminine"); // a numeral without a form has the ending of a feminine
    });
    law(Language::ar, minute, [](Number number, const std::string& line) {
        const auto last = number % 100;
        if (last < 3 || last > 10) return true;
        return has(line, fmt::format(" {}_feminine{} minute_plural ", last,
                                     last == 8 ? "_construct" : ""));
    });
}

TEST_CASE("ar 2: one and two agree, and two is the dual alone", "[speech][rules]") {
    law(Language::ar, minute, [](Number number, const std::string& line) {
        if (number == 1) return line == " minute 1_feminine ";
        const auto last = number % 100;
        return line.ends_with(" minute_dual ") == (last == 2) &&
               (last != 1 || line.ends_with(" minute and minute "));
    });
    law(Language::ar, dirham, [](Number number, const std::string& line) {
        return line.ends_with(" dirham_dual ") == (number % 100 == 2);
    });
}

TEST_CASE("ar 3: what is counted is plural after 3 to 10 alone", "[speech][rules]") {
    law(Language::ar, dirham, [](Number number, const std::string& line) {
        const auto last = number % 100;
        return line.ends_with(" dirham_plural ") == (last >= 3 && last <= 10);
    });
}

TEST_CASE("ar 4: it is an accusative singular after 11 to 99; a feminine one shows none",
          "[speech][rules]") {
    law(Language::ar, dirham, [](Number number, const std::string& line) {
        return line.ends_with(" dirham_accusative ") == (number % 100 >= 11);
    });
    law(Language::ar, minute, [](Number number, const std::string& line) {
        return !has(line, "minute_accusative") && (number % 100 < 11 || line.ends_with(" minute "));
    });
}

TEST_CASE("ar 5: it is a genitive singular after hundreds and scales", "[speech][rules]") {
    law(Language::ar, dirham, [](Number number, const std::string& line) {
        return number % 100 != 0 || line.ends_with(" dirham ");
    });
}

TEST_CASE("ar 6: before a noun a dual has lost its nun and a scale its tanwin", "[speech][rules]") {
    const auto fits = [](Number, const std::string& line) {
        for (const auto* noun : {"dirham", "minute", "thousand", "million", "billion"}) {
            for (const auto* before :
                 {"200", "thousand_dual", "million_dual", "billion_dual", "thousand_accusative",
                  "million_accusative", "billion_accusative", "8_feminine"}) {
                if (has(line, fmt::format(" {} {}", before, noun))) return false;
            }
        }
        return !has(line, "construct and") && !line.ends_with("construct ");
    };
    law(Language::ar, dirham, fits);
    law(Language::ar, minute, fits);
}

TEST_CASE("ar 7: before tens the feminine one is another word", "[speech][rules]") {
    law(Language::ar, minute, [](Number number, const std::string& line) {
        const bool joined = number % 10 == 1 && number % 100 > 20;
        return has(line, " 1_feminine_joined and ") == joined;
    });
}

TEST_CASE("ar 8: an ordinal names its last part, and all above it after it", "[speech][rules]") {
    text_law(Language::ar, NumberMode::ordinal, [](Number number, const std::string& text) {
        const bool small = number < 100;
        return text.starts_with(" ال") == (number % 100 != 0) || !small;
    });
    const Speaker speaker{Language::ar};
    for (Number number = 101; number < 3'000; ++number) {
        const auto rest = number % 100;
        if (rest == 0) continue;
        auto expected = line_of(speaker.ordinal(rest)) + "after ";
        const auto line = line_of(speaker.ordinal(number));
        CAPTURE(line);
        REQUIRE(line.starts_with(expected));
    }
}

TEST_CASE("fr 1: et stands before un and onze alone, from 21 to 71", "[speech][rules]") {
    text_law(Language::fr, NumberMode::full, [](Number number, const std::string& text) {
        const auto last = number % 100;
        const bool et = last == 71 || (last >= 21 && last <= 61 && last % 10 == 1);
        return (has(text, " et un ") || has(text, " et onze ")) == et || number > 1'000;
    });
}

TEST_CASE("fr 2: hyphens are within what is below a hundred, and never beside et",
          "[speech][rules]") {
    text_law(Language::fr, NumberMode::full, [](Number, const std::string& text) {
        for (const auto* bad : {"-et", "et-", "cent-", "-cent", "mille-", "-mille", "million-"}) {
            if (has(text, bad)) return false;
        }
        return true;
    });
}

TEST_CASE("fr 3: vingt and cent have their s where they are multiplied and end their number",
          "[speech][rules]") {
    text_law(Language::fr, NumberMode::full, [](Number number, const std::string& text) {
        const auto last = number % 1'000;
        const bool cents = last >= 200 && last % 100 == 0;
        return text.ends_with("quatre-vingts ") == (last % 100 == 80) &&
               text.ends_with(" cents ") == cents && !has(text, "vingts-") &&
               !has(text, "cents mille") && !has(text, "vingts mille") &&
               !has(text, "cent mill ") && !has(text, "deux cent million") &&
               !has(text, "quatre-vingt million");
    });
}

TEST_CASE("fr 4: mille has no s and no un, million has both", "[speech][rules]") {
    text_law(Language::fr, NumberMode::full, [](Number number, const std::string& text) {
        const auto millions = number / 1'000'000 % 1'000;
        return !has(text, "milles") && !text.starts_with(" un mille ") &&
               has(text, " millions ") == (millions > 1) &&
               has(text, " million ") == (millions == 1);
    });
}

TEST_CASE("fr 5: un is une before what is feminine, but not in onze", "[speech][rules]") {
    law(Language::fr, {"hour", true}, [](Number number, const std::string& line) {
        const auto last = number % 100;
        const bool une = last % 10 == 1 && last != 11 && last != 71 && last != 91;
        return has(line, " 1_feminine hour ") == une;
    });
}

TEST_CASE("fr 6: a million, and no thousand, has de before what it counts", "[speech][rules]") {
    const auto round = [](Number number) { return number % 1'000'000 == 0; };
    law(Language::fr, dirham, [&](Number number, const std::string& line) {
        return line.ends_with(" of dirham ") == round(number);
    });
    law(Language::fr, {"euro", false, true}, [&](Number number, const std::string& line) {
        return line.ends_with(" euro_of ") == round(number) && !has(line, " of ");
    });
}

TEST_CASE("fr 7: the last word alone is ordinal, and only the first is premier",
          "[speech][rules]") {
    text_law(Language::fr, NumberMode::ordinal, [](Number number, const std::string& text) {
        const auto first = text.find("ième");
        if (number == 1) return text == " premier ";
        return first != std::string::npos && text.ends_with("ième ") &&
               text.find("ième", first + 1) == std::string::npos;
    });
}

TEST_CASE("en 1: hyphens join tens and units, and nothing else", "[speech][rules]") {
    text_law(Language::en, NumberMode::full, [](Number, const std::string& text) {
        for (auto at = text.find('-'); at != std::string::npos; at = text.find('-', at + 1)) {
            if (text.substr(0, at).ends_with("ty")) continue;
            return false;
        }
        return !has(text, " and ") && !has(text, "ty one ") && !has(text, "ty nine ");
    });
}

TEST_CASE("en 2: one alone is singular", "[speech][rules]") {
    law(Language::en, dirham, [](Number number, const std::string& line) {
        return line.ends_with(" dirham_plural ") == (number != 1);
    });
}

TEST_CASE("en 3: the last word alone is ordinal", "[speech][rules]") {
    const Speaker speaker{Language::en};
    for (const auto number : many_numbers()) {
        auto ordinal = speaker.ordinal(number);
        REQUIRE(ordinal.back().ends_with("_ordinal"));
        ordinal.back().resize(ordinal.back().size() - std::string_view{"_ordinal"}.size());
        REQUIRE(ordinal == speaker.cardinal(number));
    }
}
