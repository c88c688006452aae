#include "speech/decimal.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace hatif::speech {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// The first of ten digits that follow each other, in UTF-8, and where they end.
struct Script {
    std::string_view lead;
    unsigned char zero;
};
constexpr std::array<Script, 2> scripts{{{"\xD9", 0xA0}, {"\xDB", 0xB0}}}; // ٠…٩ and ۰…۹

} // namespace

std::string western_digits(std::string_view text) {
    std::string all;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto other = std::find_if(scripts.begin(), scripts.end(), [&](const Script& it) {
            if (text.substr(i, 1) != it.lead || i + 1 == text.size()) return false;
            const auto next = static_cast<unsigned char>(text[i + 1]);
            return next >= it.zero && next < it.zero + 10;
        });
        if (other == scripts.end()) {
            all += text[i];
        } else {
            const auto digit = static_cast<unsigned char>(text[++i]) - other->zero;
            all += static_cast<char>('0' + digit);
        }
    }
    return all;
}

base::Result<Decimal> read_decimal(std::string_view text) {
    const std::string western = western_digits(base::trimmed(text));
    std::string_view rest = western;
    Decimal number;
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
        number.negative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    const auto point = rest.find('.');
    const auto whole = rest.substr(0, point);
    if (point != std::string_view::npos) number.fraction = rest.substr(point + 1);
    const bool fraction_is_good = point == std::string_view::npos || all_digits(number.fraction);
    if (!all_digits(whole) || !fraction_is_good) {
        return base::fail(base::Errc::invalid, "what is to be said is no number", "not_a_number");
    }
    for (const char c : whole) {
        number.whole = number.whole * 10 + static_cast<std::uint64_t>(c - '0');
        if (number.whole > largest) {
            return base::fail(base::Errc::invalid, "numbers are said up to 999,999,999,999",
                              "number_too_large");
        }
    }
    return number;
}

Decimal rounded(Decimal number, std::size_t places) {
    auto& digits = number.fraction;
    if (digits.size() <= places) {
        digits.append(places - digits.size(), '0');
        return number;
    }
    bool carry = digits[places] >= '5';
    digits.resize(places);
    for (std::size_t i = places; carry && i > 0; --i) {
        carry = digits[i - 1] == '9';
        digits[i - 1] = carry ? '0' : static_cast<char>(digits[i - 1] + 1);
    }
    if (carry) number.whole += 1;
    return number;
}

} // namespace hatif::speech
