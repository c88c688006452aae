#include "speech/number.hpp"
#include "speech/plain_text.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <map>
#include <random>
#include <set>
#include <sstream>

// What holds for the plain text of every number: who reads it can write the number down again. The
// reader below knows how to add and to multiply, and words; it shares no table with the speaker.

using namespace hatif::speech;

namespace {

using Number = std::uint64_t;
using Words = std::map<std::string, Number>;

const Words english{{"zero", 0},
                    {"one", 1},
                    {"two", 2},
                    {"three", 3},
                    {"four", 4},
                    {"five", 5},
                    {"six", 6},
                    {"seven", 7},
                    {"eight", 8},
                    {"nine", 9},
                    {"ten", 10},
                    {"eleven", 11},
                    {"twelve", 12},
                    {"thirteen", 13},
                    {"fourteen", 14},
                    {"fifteen", 15},
                    {"sixteen", 16},
                    {"seventeen", 17},
                    {"eighteen", 18},
                    {"nineteen", 19},
                    {"twenty", 20},
                    {"thirty", 30},
                    {"forty", 40},
                    {"fifty", 50},
                    {"sixty", 60},
                    {"seventy", 70},
                    {"eighty", 80},
                    {"ninety", 90},
                    {"hundred", 100},
                    {"thousand", 1'000},
                    {"million", 1'000'000},
                    {"billion", 1'000'000'000}};

const Words french{{"zéro", 0},
                   {"un", 1},
                   {"deux", 2},
                   {"trois", 3},
                   {"quatre", 4},
                   {"cinq", 5},
                   {"six", 6},
                   {"sept", 7},
                   {"huit", 8},
                   {"neuf", 9},
                   {"dix", 10},
                   {"onze", 11},
                   {"douze", 12},
                   {"treize", 13},
                   {"quatorze", 14},
                   {"quinze", 15},
                   {"seize", 16},
                   {"vingt", 20},
                   {"vingts", 20},
                   {"trente", 30},
                   {"quarante", 40},
                   {"cinquante", 50},
                   {"soixante", 60},
                   {"cent", 100},
                   {"cents", 100},
                   {"mille", 1'000},
                   {"million", 1'000'000},
                   {"millions", 1'000'000},
                   {"milliard", 1'000'000'000},
                   {"milliards", 1'000'000'000}};

const Words arabic{{"صفر", 0},
                   {"واحد", 1},
                   {"اثنان", 2},
                   {"ثلاثة", 3},
                   {"أربعة", 4},
                   {"خمسة", 5},
                   {"ستة", 6},
                   {"سبعة", 7},
                   {"ثمانية", 8},
                   {"تسعة", 9},
                   {"عشرة", 10},
                   {"أحد", 1},
                   {"اثنا", 2},
                   {"عشر", 10},
                   {"عشرون", 20},
                   {"ثلاثون", 30},
                   {"أربعون", 40},
                   {"خمسون", 50},
                   {"ستون", 60},
                   {"سبعون", 70},
                   {"ثمانون", 80},
                   {"تسعون", 90},
                   {"مئة", 100},
                   {"مئتان", 200},
                   {"مئتا", 200},
                   {"ثلاثمئة", 300},
                   {"أربعمئة", 400},
                   {"خمسمئة", 500},
                   {"ستمئة", 600},
                   {"سبعمئة", 700},
                   {"ثمانمئة", 800},
                   {"تسعمئة", 900},
                   {"ألف", 1'000},
                   {"آلاف", 1'000},
                   {"ألفًا", 1'000},
                   {"ألفان", 2'000},
                   {"ألفا", 2'000},
                   {"مليون", 1'000'000},
                   {"ملايين", 1'000'000},
                   {"مليونًا", 1'000'000},
                   {"مليونان", 2'000'000},
                   {"مليونا", 2'000'000},
                   {"مليار", 1'000'000'000},
                   {"مليارات", 1'000'000'000},
                   {"مليارًا", 1'000'000'000},
                   {"ملياران", 2'000'000'000},
                   {"مليارا", 2'000'000'000}};

std::vector<std::string> words_in(std::string text) {
    for (auto& c : text) {
        if (c == '-') c = ' ';
    }
    std::istringstream stream{text};
    std::vector<std::string> all;
    for (std::string word; stream >> word;) all.push_back(word);
    return all;
}

/// A hundred multiplies what stands before it, as quatre does vingt; a scale all that is open.
Number read_european(const Words& words, const std::string& text) {
    Number total = 0;
    Number open = 0;
    for (const auto& word : words_in(text)) {
        if (word == "et") continue;
        const Number value = words.at(word);
        if (value >= 1'000) {
            total += std::max<Number>(open, 1) * value;
            open = 0;
        } else if (value == 100) {
            open = std::max<Number>(open, 1) * 100;
        } else if (word.starts_with("vingt") && open % 100 == 4) {
            open += 76;
        } else {
            open += value;
        }
    }
    return total + open;
}

/// `و` is one with its word, where the word is not one that starts with it.
Number read_arabic(const std::string& text) {
    Number total = 0;
    Number open = 0;
    for (auto word : words_in(text)) {
        if (!arabic.contains(word)) word.erase(0, std::string_view{"و"}.size());
        const Number value = arabic.at(word);
        if (std::set<Number>{2'000, 2'000'000, 2'000'000'000}.contains(value)) {
            total += value; // a dual
        } else if (value >= 1'000) {
            total += std::max<Number>(open, 1) * value;
            open = 0;
        } else {
            open += value;
        }
    }
    return total + open;
}

Number read(Language language, const std::string& text) {
    if (language == Language::ar) return read_arabic(text);
    return read_european(language == Language::fr ? french : english, text);
}

std::vector<Number> many_numbers() {
    std::vector<Number> all;
    for (Number number = 0; number <= 12'000; ++number) all.push_back(number);
    std::mt19937_64 random{7};
    for (int i = 0; i < 20'000; ++i) {
        Number ceiling = 1'000;
        for (auto more = random() % 4; more > 0; --more) ceiling *= 1'000;
        auto number = random() % ceiling;
        if (random() % 3 == 0) number -= number % 1'000; // ends in a scale
        all.push_back(number);
    }
    return all;
}

} // namespace

TEST_CASE("every number can be read from its plain text, in every language",
          "[speech][plain_text][laws]") {
    for (const auto language : languages) {
        for (const auto number : many_numbers()) {
            const auto keys =
                say_number(language, NumberMode::full, std::to_string(number), "MAD").value();
            const auto text = plain_text(language, keys);
            if (read(language, text) != number) {
                CAPTURE(to_string(language), text);
                REQUIRE(read(language, text) == number);
            }
        }
    }
}
