#pragma once

#include <string_view>

namespace hatif::zone {

/// A name of the IANA time zone database that stands for a place ("Africa/Casablanca") or UTC: no
/// offset ("GMT+3"), no abbreviation ("EST"), exactly as it is spelled there.
bool is_name(std::string_view text);

} // namespace hatif::zone
