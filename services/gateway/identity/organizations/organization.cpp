#include "gateway/identity/organizations/organization.hpp"

#include <unicode/locid.h>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace hatif::gateway {

namespace {

bool is_upper(std::string_view text, std::size_t size) {
    return text.size() == size &&
           std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

} // namespace

std::string slug_of(const std::string& name) {
    std::string slug;
    for (const char c : name) {
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool plain = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
        if (plain) {
            slug += small;
        } else if (!slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    while (slug.ends_with('-')) slug.pop_back();
    return slug.empty() ? "organization" : slug;
}

bool is_country(std::string_view text) {
    if (!is_upper(text, 2)) return false;
    for (const char* const* each = icu::Locale::getISOCountries(); *each != nullptr; ++each) {
        if (text == *each) return true;
    }
    return false;
}

bool is_currency(std::string_view text, base::Instant now) {
    if (!is_upper(text, 3)) return false;
    const auto code = icu::UnicodeString::fromUTF8(
        icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
    const auto at = static_cast<UDate>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
    UErrorCode failed = U_ZERO_ERROR;
    const bool is_one =
        ucurr_isAvailable(icu::UnicodeString{code}.getTerminatedBuffer(), at, at, &failed) != 0;
    return is_one && U_SUCCESS(failed) != 0;
}

} // namespace hatif::gateway
