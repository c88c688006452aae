#include "flow/number_text.hpp"

#include "base/text.hpp"
#include "speech/decimal.hpp"

#include <algorithm>
#include <charconv>

namespace hatif::flow {

namespace {

bool is_decimal(std::string_view text) {
    const auto digits = [](std::string_view part) {
        return !part.empty() &&
               std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto point = text.find('.');
    return digits(text.substr(0, point)) &&
           (point == std::string_view::npos || digits(text.substr(point + 1)));
}

} // namespace

std::optional<double> as_number(const Value& value) {
    if (const auto* number = std::get_if<double>(&value)) return *number;
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return std::nullopt;
    const std::string western = speech::western_digits(base::trimmed(*text));
    std::string_view digits = western;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    if (digits.starts_with('-') && western.starts_with('+')) return std::nullopt;
    if (!is_decimal(digits)) return std::nullopt;
    double number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc{}) return std::nullopt;
    return number;
}

} // namespace hatif::flow
