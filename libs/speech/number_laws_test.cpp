#include "speech/keys_needed.hpp"
#include "speech/number.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>

// What holds for every number: who hears the keys can write the number down again.

using namespace hatif::speech;

namespace {

using Number = std::uint64_t;

const std::map<std::string, Number> scales{
    {"thousand", 1'000}, {"million", 1'000'000}, {"billion", 1'000'000'000}};

bool is_numeral(const std::string& key) {
    return key.front() >= '0' && key.front() <= '9';
}

/// The part of the key before its form, and the form.
std::pair<std::string, std::string> parts(const std::string& key) {
    const auto at = key.find('_');
    return {key.substr(0, at), at == std::string::npos ? "" : key.substr(at + 1)};
}

/// Adds up what is heard: a scale multiplies what stands before it, back to the scale before.
Number heard(const Keys& keys) {
    Number total = 0;
    Number open = 0;
    for (const auto& key : keys) {
        const auto [word, form] = parts(key);
        if (word == "and") continue;
        if (is_numeral(word)) {
            open += std::stoull(word);
            continue;
        }
        const Number scale = scales.at(word);
        if (form.starts_with("dual")) {
            REQUIRE(open == 0);
            total += 2 * scale;
        } else {
            total += std::max<Number>(open, 1) * scale;
        }
        open = 0;
    }
    return total + open;
}

std::vector<Number> many_numbers() {
    std::vector<Number> all;
    for (Number number = 0; number <= 2'200; ++number) all.push_back(number);
    for (Number part = 1; part < 1'000; ++part) {
        for (const Number scale : {1'000ULL, 1'000'000ULL, 1'000'000'000ULL}) {
            all.push_back(part * scale);
            all.push_back(part * scale + part);
        }
    }
    std::mt19937_64 random{1};
    for (int i = 0; i < 4'000; ++i) {
        all.push_back(random() % 1'000'000'000);
        all.push_back(random() % 1'000'000'000'000);
    }
    return all;
}

Keys keys_of(Language language, Number number) {
    return say_number(language, NumberMode::full, std::to_string(number), "MAD").value();
}

/// Numerals that stand right before the key at `at`, added up.
Number counted_before(const Keys& keys, std::size_t at) {
    Number sum = 0;
    while (at > 0 && (is_numeral(keys[at - 1]) || keys[at - 1] == "and")) {
        --at;
        if (is_numeral(keys[at])) sum += std::stoull(keys[at]);
    }
    return sum;
}

} // namespace

TEST_CASE("every number can be told from its keys, in every language", "[speech][laws]") {
    for (const auto language : languages) {
        for (const auto number : many_numbers()) {
            if (heard(keys_of(language, number)) != number) {
                CAPTURE(to_string(language), number);
                REQUIRE(heard(keys_of(language, number)) == number);
            }
        }
    }
    CHECK(keys_of(Language::ar, 0) == Keys{"0"});
}

TEST_CASE("the Arabic plural follows 3 to 10 alone, the accusative 11 to 99, the dual nothing, and "
          "tens their units",
          "[speech][laws]") {
    for (const auto number : many_numbers()) {
        const auto keys = keys_of(Language::ar, number);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const auto [word, form] = parts(keys[i]);
            const bool after_count = i > 0 && is_numeral(keys[i - 1]);
            bool good = true;
            if (form == "plural") {
                const auto last = counted_before(keys, i) % 100;
                good = last >= 3 && last <= 10;
            } else if (form == "accusative") {
                good = counted_before(keys, i) % 100 > 10;
            } else if (form.starts_with("dual")) {
                good = !after_count;
            } else if (scales.contains(word) && after_count) {
                good = counted_before(keys, i) % 100 == 0;
            } else if (is_numeral(word) && i > 0) {
                good = keys[i - 1] == "and"; // never two numerals side by side
            }
            if (!good) {
                CAPTURE(number, keys, i);
                REQUIRE(good);
            }
        }
    }
}

TEST_CASE("in French `and` stands between tens and one or eleven alone", "[speech][laws]") {
    for (const auto number : many_numbers()) {
        const auto keys = keys_of(Language::fr, number);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (keys[i] != "and") continue;
            const auto tens = std::stoull(keys.at(i - 1));
            const bool good = (keys.at(i + 1) == "1" && tens >= 20 && tens <= 60) ||
                              (keys.at(i + 1) == "11" && tens == 60);
            if (!good) {
                CAPTURE(number, keys);
                REQUIRE(good);
            }
        }
    }
}

TEST_CASE("no number needs a key that is not named as needed", "[speech][laws]") {
    for (const auto language : languages) {
        const auto needed = keys_needed(language, NumberMode::full);
        for (const auto number : many_numbers()) {
            const auto keys = keys_of(language, number);
            const bool all = std::all_of(keys.begin(), keys.end(),
                                         [&](const auto& key) { return needed.contains(key); });
            if (!all) {
                CAPTURE(to_string(language), number, keys);
                REQUIRE(all);
            }
        }
    }
}
