#include "speech/speaker.hpp"

#include <algorithm>
#include <iterator>

namespace hatif::speech {

namespace {

constexpr std::string_view ordinal_form = "_ordinal";

Gender gender_of(const Noun& noun) {
    return noun.feminine ? Gender::feminine : Gender::masculine;
}

const NumberRule& rule_for(std::span<const NumberRule> rules, std::uint64_t number) {
    const auto after = std::upper_bound(
        rules.begin(), rules.end(), number,
        [](std::uint64_t value, const NumberRule& rule) { return value < rule.from; });
    return *std::prev(after);
}

bool holds(const NounRule& rule, std::uint64_t number) {
    if (rule.modulus != 0 && number < rule.modulus) return false;
    const auto part = rule.modulus == 0 ? number : number % rule.modulus;
    return part >= rule.least && part <= rule.most;
}

} // namespace

void append(Keys& keys, Keys more) {
    keys.insert(keys.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
}

/// What the words of a saying stand for.
struct Speaker::Place {
    std::uint64_t number;
    std::uint64_t base;
    Gender gender;
    std::string_view noun{};

    std::uint64_t remainder() const { return number % base; }
};

std::string Speaker::own_key(std::uint64_t number, Gender gender) const {
    const bool differs = gender == Gender::feminine && number > 0 &&
                         number <= static_cast<std::uint64_t>(grammar_.feminine_up_to);
    return std::to_string(number) + (differs ? "_feminine" : "");
}

void Speaker::say_word(std::string_view word, const Place& at, Keys& keys) const {
    if (word == "=") {
        keys.push_back(own_key(at.number, at.gender));
    } else if (word == "#") {
        append(keys, cardinal(at.number, at.gender));
    } else if (word == "^") {
        append(keys, cardinal(at.number - at.number % 100, at.gender));
    } else if (word == ">") {
        append(keys, cardinal(at.remainder(), at.gender));
    } else if (word == "<") {
        append(keys, cardinal(at.number / at.base));
    } else if (word.starts_with("<*")) {
        append(keys, counted(at.number / at.base, Noun{word.substr(2)}, grammar_.scales));
    } else if (word.starts_with('N')) {
        keys.push_back(std::string{at.noun}.append(word.substr(1)));
    } else {
        keys.emplace_back(word);
    }
}

void Speaker::say(std::string_view saying, const Place& at, Keys& keys) const {
    bool silent = false; // within brackets, and nothing remains
    while (!saying.empty()) {
        const auto end = std::min(saying.find(' '), saying.size());
        auto word = saying.substr(0, end);
        saying.remove_prefix(std::min(end + 1, saying.size()));
        if (word.starts_with('[')) {
            silent = at.remainder() == 0;
            word.remove_prefix(1);
        }
        const bool last = word.ends_with(']');
        if (last) word.remove_suffix(1);
        if (!silent) say_word(word, at, keys);
        if (last) silent = false;
    }
}

Keys Speaker::cardinal(std::uint64_t number, Gender gender) const {
    const auto& rule = rule_for(grammar_.numbers, number);
    Keys keys;
    say(rule.saying, {number, rule.base, gender}, keys);
    return keys;
}

Keys Speaker::counted(std::uint64_t number,
                      const Noun& noun,
                      std::span<const NounRule> rules) const {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const NounRule& it) { return holds(it, number); });
    Keys keys;
    say(rule->saying, {number, 1, gender_of(noun), noun.key}, keys);
    return keys;
}

Keys Speaker::counted(std::uint64_t number, const Noun& noun) const {
    return counted(number, noun, grammar_.things);
}

Keys Speaker::every_key_ordinal(std::uint64_t number) const {
    const auto rest = number % 100;
    if (rest == 0) {
        Keys keys = cardinal(number);
        keys.back() += ordinal_form;
        return keys;
    }
    Keys keys = rest == 1 ? Keys{"first"} : cardinal(rest);
    for (auto& key : keys) {
        if (key != "and" && key != "first") key += ordinal_form;
    }
    if (number == rest) return keys;
    keys.emplace_back("after");
    append(keys, cardinal(number - rest));
    return keys;
}

Keys Speaker::ordinal(std::uint64_t number) const {
    if (grammar_.has_first && number == 1) return {"first"};
    if (grammar_.ordinals == Ordinals::every_key) return every_key_ordinal(number);
    Keys keys = cardinal(number);
    keys.back() += ordinal_form;
    return keys;
}

} // namespace hatif::speech
