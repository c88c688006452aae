#include "dialog/info_key.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace hatif::dialog {

namespace {

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

bool same_letters(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, upper, upper);
}

std::optional<char> digit_of(std::string_view text) {
    if (text == "10") return '*';
    if (text == "11") return '#';
    if (text.size() != 1) return std::nullopt;
    const char c = upper(text.front());
    const bool is_key = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'D') || c == '*' || c == '#';
    return is_key ? std::optional{c} : std::nullopt;
}

/// The value of the line "Signal=5"; spaces around the sign are met in the wild.
std::optional<char> signal_of(std::string_view body) {
    for (const auto line : base::split(body, '\n')) {
        const auto sign = line.find('=');
        if (sign == std::string_view::npos) continue;
        if (!same_letters(base::trimmed(line.substr(0, sign)), "signal")) continue;
        return digit_of(base::trimmed(line.substr(sign + 1)));
    }
    return std::nullopt;
}

} // namespace

Info read_info(std::string_view content_type, std::string_view body) {
    const auto type = base::trimmed(content_type.substr(0, content_type.find(';')));
    if (same_letters(type, "application/dtmf-relay")) return {true, signal_of(body)};
    if (!same_letters(type, "application/dtmf")) return {};
    // Some write the lines of the other type here.
    const auto plain = digit_of(base::trimmed(body));
    return {true, plain ? plain : signal_of(body)};
}

} // namespace hatif::dialog
