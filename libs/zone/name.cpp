#include "zone/name.hpp"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <cstddef>
#include <cstdint>

namespace hatif::zone {

bool is_name(std::string_view text) {
    constexpr std::size_t longest = 64;
    if (text == "UTC") return true;
    // ICU also knows abbreviations ("EST"), its own ("ACT") and what IANA has dropped; only places
    // have a slash.
    if (text.find('/') == text.npos || text.starts_with("SystemV/") || text.size() > longest) {
        return false;
    }
    const auto id = icu::UnicodeString::fromUTF8(
        icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
    UErrorCode failed = U_ZERO_ERROR;
    icu::UnicodeString canonical;
    UBool is_system = false;
    icu::TimeZone::getCanonicalID(id, canonical, is_system, failed);
    return U_SUCCESS(failed) != 0 && is_system != 0;
}

} // namespace hatif::zone
