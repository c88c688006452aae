#include "objects/object_key.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace hatif::objects {

namespace {

constexpr std::size_t shortest_first_part = 3;

bool is_of_a_part(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool is_part(std::string_view part) {
    return !part.empty() && part.front() != '.' &&
           std::all_of(part.begin(), part.end(), is_of_a_part);
}

} // namespace

base::Result<ObjectKey> ObjectKey::parse(std::string_view text) {
    const auto wrong = [&](const char* what) {
        return base::fail(base::Errc::invalid, "object key \"" +
                                                   base::shortened(base::healed(text), 80) +
                                                   "\": " + what);
    };
    if (text.size() > most_characters) return wrong("longer than 200 characters");
    const auto parts = base::split(text, '/');
    if (parts.size() < 2) return wrong("names no folder");
    if (!std::all_of(parts.begin(), parts.end(), is_part)) {
        return wrong("its parts are of a-z, 0-9, '-', '_' and '.', and begin with no dot");
    }
    if (parts.front().size() < shortest_first_part) return wrong("its folder's name is too short");
    return ObjectKey{std::string{text}};
}

} // namespace hatif::objects
