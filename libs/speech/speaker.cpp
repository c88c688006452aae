#include "speech/speaker.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace hatif::speech {

namespace {

constexpr std::string_view ordinal_form = "_ordinal";

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

/// What the number ends with, of that which has a name: tens and units, hundreds, and both of each
/// scale.
std::uint64_t last_part(std::uint64_t number) {
    constexpr std::array<std::uint64_t, 7> ends{
        100, 1'000, 100'000, 1'000'000, 100'000'000, 1'000'000'000, 100'000'000'000};
    for (const auto end : ends) {
        if (number % end != 0) return number % end;
    }
    return number;
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
    Noun noun{};

    std::uint64_t remainder() const { return number % base; }
};

std::string Speaker::own_key(std::uint64_t number, Gender gender) const {
    const bool differs = gender == Gender::feminine && number > 0 &&
                         number <= static_cast<std::uint64_t>(grammar_.feminine_up_to);
    return std::to_string(number) + (differs ? "_feminine" : "");
}

void Speaker::inflect(std::string_view form, std::string& key) const {
    for (const auto& line : grammar_.inflections) {
        if (line.form == form && line.key == key) {
            key = line.becomes;
            return;
        }
    }
}

/// False: the sign stands for no number.
bool Speaker::say_number(std::string_view sign, const Place& at, Keys& keys) const {
    if (sign == "=") {
        keys.push_back(own_key(at.number, at.gender));
    } else if (sign == "#" || sign == "##") {
        add_cardinal(at.number, at.gender, keys);
    } else if (sign == "^") {
        add_cardinal(at.number - at.number % 100, at.gender, keys);
    } else if (sign == ">") {
        add_cardinal(at.remainder(), at.gender, keys);
    } else if (sign == "<") {
        add_cardinal(at.number / at.base, Gender::masculine, keys);
    } else {
        return false;
    }
    return true;
}

void Speaker::say_noun(std::string_view form, const Noun& noun, Keys& keys) const {
    const bool has_form = !(form == "_accusative" && noun.feminine);
    keys.push_back(std::string{noun.key}.append(has_form ? form : ""));
}

void Speaker::say_word(std::string_view word, const Place& at, Keys& keys) const {
    const auto sign = word.substr(0, word.find('_'));
    const auto first = keys.size();
    if (say_number(sign, at, keys)) {
        if (sign.size() == word.size()) return;
        const auto form = word.substr(sign.size() + 1);
        const auto from = sign == "##" ? first : keys.size() - 1;
        for (auto i = from; i < keys.size(); ++i) inflect(form, keys[i]);
    } else if (word.starts_with("<*")) {
        count({at.number / at.base, 1, Gender::masculine, Noun{word.substr(2)}}, grammar_.scales,
              keys);
    } else if (word == "~N") {
        if (!at.noun.elides) keys.emplace_back("of");
        say_noun(at.noun.elides ? "_of" : "", at.noun, keys);
    } else if (sign == "N") {
        say_noun(word.substr(1), at.noun, keys);
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

void Speaker::count(const Place& at, std::span<const NounRule> rules, Keys& keys) const {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const NounRule& it) { return holds(it, at.number); });
    say(rule->saying, at, keys);
}

void Speaker::add_cardinal(std::uint64_t number, Gender gender, Keys& keys) const {
    const auto& rule = rule_for(grammar_.numbers, number);
    say(rule.saying, {number, rule.base, gender}, keys);
}

Keys Speaker::cardinal(std::uint64_t number, Gender gender) const {
    Keys keys;
    add_cardinal(number, gender, keys);
    return keys;
}

Keys Speaker::counted(std::uint64_t number, const Noun& noun) const {
    Keys keys;
    const auto gender = noun.feminine ? Gender::feminine : Gender::masculine;
    count({number, 1, gender, noun}, grammar_.things, keys);
    return keys;
}

Keys Speaker::year(std::uint64_t number) const {
    Keys keys;
    count({number, 100, Gender::masculine}, grammar_.years, keys);
    return keys;
}

/// A part of a number, with the article: the fifth and twentieth, the hundredth, the three
/// thousands, the eleventh thousand.
Keys Speaker::definite(std::uint64_t part) const {
    Keys keys = cardinal(part);
    auto last = keys.end();
    const bool unit_follows = part >= 100 && keys.back().ends_with("_accusative");
    if (unit_follows) --last; // it stays as it is
    const bool each = part < 100 || unit_follows;
    for (auto it = each ? keys.begin() : std::prev(last); it != last; ++it) {
        if (*it != "and") *it += ordinal_form;
    }
    return keys;
}

Keys Speaker::every_key_ordinal(std::uint64_t number) const {
    const auto part = last_part(number);
    Keys keys = part == 1 ? Keys{"first"} : definite(part);
    if (number == part) return keys;
    keys.emplace_back("after");
    say("##_genitive", {number - part, 1, Gender::masculine}, keys);
    return keys;
}

Keys Speaker::ordinal(std::uint64_t number) const {
    if (grammar_.has_first && number == 1) return {"first"};
    if (grammar_.ordinals == Ordinals::every_key) return every_key_ordinal(number);
    Keys keys = cardinal(number);
    const bool one_of_it = keys.size() == 2 && keys.front() == "1";
    if (grammar_.one_is_silent_in_ordinals && one_of_it) keys.erase(keys.begin());
    keys.back() += ordinal_form;
    return keys;
}

} // namespace hatif::speech
