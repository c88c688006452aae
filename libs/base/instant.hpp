#pragma once

#include "base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace hatif::base {

/// A moment, UTC, to the microsecond (PostgreSQL's own grain).
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

/// "2025-01-15T10:30:00.000Z": UTC with milliseconds, as every answer of the API prints it.
std::string to_iso8601(Instant at);

/// Reads an ISO-8601 date-time with a zone ("Z" or "+01:00"); a fraction of a second is optional.
Result<Instant> from_iso8601(std::string_view text);

} // namespace hatif::base
