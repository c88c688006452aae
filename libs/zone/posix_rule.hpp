#pragma once

#include "base/instant.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace hatif::zone {

/// From `at` on the clocks show UTC and `offset`.
struct Setting {
    base::Instant at{};
    base::Duration offset{};

    bool operator==(const Setting&) const = default;
};

/// A day of every year, and a time on it.
struct YearlyMoment {
    enum class Kind { nth_weekday, day_without_leap, day_from_zero } kind = Kind::nth_weekday;
    int month = 1;   ///< nth_weekday: 1 to 12
    int nth = 1;     ///< nth_weekday: 1 to 5, 5 is the last
    int weekday = 0; ///< nth_weekday: 0 Sunday … 6
    int day = 0;     ///< 1 to 365 that never counts 29 February; 0 to 365 that does
    base::Duration time = std::chrono::hours{2}; ///< from that day's midnight, may be another day's

    /// By the clocks before it.
    base::Duration since_epoch(int year) const;
};

/// How the clocks go on for ever: RFC 8536, 3.3, with POSIX's TZ as it is extended there.
struct PosixRule {
    base::Duration standard{};
    std::optional<base::Duration> daylight{};
    YearlyMoment starts{}; ///< of daylight
    YearlyMoment ends{};

    /// "EET-2EEST,M4.5.5/0,M10.5.4/24"; nothing when it is not of that form.
    static std::optional<PosixRule> parse(std::string_view text);

    /// The settings of a year, in their order.
    std::vector<Setting> settings(int year) const;
};

} // namespace hatif::zone
