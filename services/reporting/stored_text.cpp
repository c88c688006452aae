#include "reporting/stored_text.hpp"

#include <cstdint>

namespace hatif::reporting {

namespace {

constexpr std::size_t most_bytes = 200;

bool continues_character(char c) {
    return (static_cast<std::uint8_t>(c) & 0xC0) == 0x80;
}

} // namespace

std::string without_nul(std::string_view text) {
    std::string kept{text};
    std::erase(kept, '\0');
    return kept;
}

std::string short_name(std::string_view utf8) {
    auto name = without_nul(utf8);
    if (name.size() <= most_bytes) return name;
    auto end = most_bytes;
    while (end > 0 && continues_character(name[end])) --end;
    name.resize(end);
    return name;
}

} // namespace hatif::reporting
