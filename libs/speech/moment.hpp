#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace hatif::speech {

struct TimeOfDay {
    int hour = 0; // 0 to 23
    int minute = 0;

    bool operator==(const TimeOfDay&) const = default;
};

/// A date, a time of day, or both, as somebody wrote them; the offset says from which clock.
struct Moment {
    std::optional<std::chrono::year_month_day> date{};
    std::optional<TimeOfDay> time{};

    bool operator==(const Moment&) const = default;
};

/// "2025-01-15", "2025-01-15T10:30:00+01:00", "2025-01-15 10:30", "10:30". Nothing for what is no
/// date: a thirtieth of February is none.
std::optional<Moment> read_moment(std::string_view text);

} // namespace hatif::speech
