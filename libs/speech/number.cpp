#include "speech/number.hpp"

#include "speech/currency.hpp"
#include "speech/decimal.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hatif::speech {

namespace {

using base::Errc;
using base::fail;
using base::Result;

/// What computing leaves behind more digits than these is no one's to hear.
constexpr std::size_t most_places = 6;

constexpr std::size_t longest_number = 1'000; // bytes

constexpr std::array<std::pair<std::string_view, NumberMode>, 4> modes{{
    {"full", NumberMode::full},
    {"digits", NumberMode::digits},
    {"ordinal", NumberMode::ordinal},
    {"currency", NumberMode::currency},
}};

Keys one_by_one(std::string_view digits) {
    Keys keys;
    for (const char digit : digits) keys.emplace_back(1, digit);
    return keys;
}

/// The digits after the point: a short one as a number, behind its zeros.
Keys fraction_keys(const Speaker& speaker, std::string_view digits) {
    if (std::cmp_greater(digits.size(), speaker.grammar().fraction_as_number_up_to)) {
        return one_by_one(digits);
    }
    const auto zeros = std::min(digits.find_first_not_of('0'), digits.size());
    Keys keys = one_by_one(digits.substr(0, zeros));
    if (zeros < digits.size()) {
        append(keys, speaker.cardinal(std::stoull(std::string{digits.substr(zeros)})));
    }
    return keys;
}

Decimal without_noise(Decimal number) {
    if (number.fraction.size() <= most_places) return number;
    number = rounded(std::move(number), most_places);
    number.fraction.erase(number.fraction.find_last_not_of('0') + 1);
    return number;
}

bool is_zero(const Decimal& number) {
    return number.whole == 0 && number.fraction.find_first_not_of('0') == std::string::npos;
}

Result<Keys> in_full(const Speaker& speaker, Decimal number) {
    number = without_noise(std::move(number));
    if (number.whole > largest) { // now that it is rounded
        return fail(Errc::invalid, "numbers are said up to 999,999,999,999", "number_too_large");
    }
    Keys keys;
    if (number.negative && !is_zero(number)) keys.emplace_back("minus");
    append(keys, speaker.cardinal(number.whole));
    if (number.fraction.empty()) return keys;
    keys.emplace_back("point");
    append(keys, fraction_keys(speaker, number.fraction));
    return keys;
}

Result<Keys> as_ordinal(const Speaker& speaker, const Decimal& number) {
    const bool whole = number.fraction.find_first_not_of('0') == std::string::npos;
    if (number.negative || number.whole == 0 || !whole) {
        return fail(Errc::invalid, "only whole numbers from 1 on have an ordinal", "no_ordinal");
    }
    return speaker.ordinal(number.whole);
}

/// Digit by digit; what people write between them is not said.
Result<Keys> in_digits(std::string_view text) {
    const std::string western = western_digits(text);
    const bool decimal = std::count(western.begin(), western.end(), '.') == 1;
    Keys keys;
    bool some = false;
    for (const char c : western) {
        if (c >= '0' && c <= '9') {
            keys.emplace_back(1, c);
            some = true;
        } else if (c == '+' && keys.empty()) {
            keys.emplace_back("plus");
        } else if (c == '-' && keys.empty()) {
            keys.emplace_back("minus");
        } else if (c == '*' || c == '#') {
            keys.emplace_back(c == '*' ? "star" : "hash");
            some = true;
        } else if (c == '.' && decimal) {
            keys.emplace_back("point");
        } else if (std::string_view{" -.()/"}.find(c) == std::string_view::npos) {
            some = false;
            break;
        }
    }
    if (some) return keys;
    return fail(Errc::invalid, "what is to be said has no digits", "not_a_number");
}

} // namespace

std::optional<NumberMode> number_mode_named(std::string_view text) {
    for (const auto& [name, mode] : modes) {
        if (name == text) return mode;
    }
    return std::nullopt;
}

Result<Keys>
say_number(Language language, NumberMode mode, std::string_view text, std::string_view currency) {
    if (text.size() > longest_number) {
        return fail(Errc::invalid, "a number to be said has at most 1,000 characters",
                    "number_too_large");
    }
    if (mode == NumberMode::digits) return in_digits(text);
    auto number = read_decimal(text);
    if (!number) return fail(number.error());
    const Speaker speaker{language};
    if (mode == NumberMode::full) return in_full(speaker, std::move(*number));
    if (mode == NumberMode::ordinal) return as_ordinal(speaker, *number);
    return say_amount(language, std::move(*number), currency);
}

} // namespace hatif::speech
