#pragma once

#include <optional>
#include <string_view>

/// The time zones that were built in (see database.cmake).
namespace hatif::zone {

/// "2025b": the release of the IANA database.
std::string_view database_version();

/// The zone of this name as RFC 8536 writes it.
std::optional<std::string_view> compiled_zone(std::string_view name);

} // namespace hatif::zone
