#include "dialog/sipfrag.hpp"

#include <charconv>

namespace hatif::dialog {

int code_of_sipfrag(std::string_view body) {
    constexpr std::string_view version = "SIP/2.0 ";
    constexpr std::size_t digits = 3;
    if (!body.starts_with(version) || body.size() < version.size() + digits) return 0;
    const auto text = body.substr(version.size());
    int code = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, code);
    const bool whole = error == std::errc{} && end == text.data() + digits &&
                       (text.size() == digits || text[digits] == ' ' || text[digits] == '\r' ||
                        text[digits] == '\n');
    return whole && code >= 100 && code <= 699 ? code : 0;
}

} // namespace hatif::dialog
