#include "phone/plain.hpp"

#include "base/text.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace hatif::phone {

namespace {

/// Calls `seen` with each code point; a broken byte is U+FFFD.
template <class Seen>
void for_each_character(std::string_view utf8, Seen seen) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
    const auto size = static_cast<std::int32_t>(utf8.size());
    for (std::int32_t at = 0; at < size;) {
        UChar32 character = 0;
        U8_NEXT_OR_FFFD(bytes, at, size, character);
        seen(character);
    }
}

/// 0 to 9 in any script, else -1.
int digit_value(UChar32 character) {
    if (character < 0x80) return character >= '0' && character <= '9' ? character - '0' : -1;
    return u_charDigitValue(character);
}

bool is_plus(UChar32 character) {
    return character == '+' || character == 0xFF0B; // the full-width one of Asian keyboards
}

/// What people put between digits, and what copying from web pages leaves there.
bool is_separator(UChar32 character) {
    constexpr std::string_view ascii = " -.()/\t";
    if (character < 0x80) return ascii.find(static_cast<char>(character)) != ascii.npos;
    return u_isUWhiteSpace(character) || u_charType(character) == U_FORMAT_CHAR ||
           u_charType(character) == U_DASH_PUNCTUATION || character == 0x2212; // the minus sign
}

} // namespace

std::optional<std::string> plain(std::string_view utf8) {
    std::string out;
    bool is_plain = true;
    for_each_character(utf8, [&](UChar32 character) {
        if (const int digit = digit_value(character); digit >= 0) {
            out.push_back(static_cast<char>('0' + digit));
        } else if (is_plus(character) && out.empty()) {
            out.push_back('+');
        } else if (!is_separator(character)) {
            is_plain = false;
        }
    });
    if (!is_plain) return std::nullopt;
    return out;
}

std::string digits_of(std::string_view utf8) {
    std::string out;
    for_each_character(utf8, [&](UChar32 character) {
        if (const int digit = digit_value(character); digit >= 0) {
            out.push_back(static_cast<char>('0' + digit));
        }
    });
    return out;
}

bool is_spreadsheet_damage(std::string_view text) {
    text = base::trimmed(text);
    const auto skip_digits = [&text] {
        const auto end =
            std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; });
        const auto count = static_cast<std::size_t>(end - text.begin());
        text.remove_prefix(count);
        return count;
    };
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto whole = skip_digits();
    if (whole == 0) return false;
    if (text == ".0" && whole >= 6) return true;
    if (text.starts_with('.') || text.starts_with(',')) {
        text.remove_prefix(1);
        skip_digits();
    }
    if (!text.starts_with('E') && !text.starts_with('e')) return false;
    text.remove_prefix(1);
    if (text.starts_with('+')) text.remove_prefix(1);
    return skip_digits() > 0 && text.empty();
}

} // namespace hatif::phone
