#pragma once

#include "base/result.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace hatif::schedule {

/// From midnight to midnight.
struct Day {
    int year = 0; ///< 0: every year
    int month = 1;
    int day = 1;

    bool operator==(const Day&) const = default;
};

/// Days of the calendar on which nobody is called.
class ClosedDays {
public:
    /// Fails when one is no day of the calendar; 29 February of every year is that of leap years.
    static base::Result<ClosedDays> read(const std::vector<Day>& days);

    bool empty() const { return once_.empty() && yearly_.empty(); }
    bool holds(std::chrono::sys_days day) const;

    /// The first of them on or after `day`; none: no more.
    std::optional<std::chrono::sys_days> next(std::chrono::sys_days day) const;

    /// The last that is not of every year.
    std::optional<std::chrono::sys_days> last_of_once() const;

private:
    std::vector<std::chrono::sys_days> once_{};    ///< sorted
    std::vector<std::chrono::month_day> yearly_{}; ///< sorted
};

} // namespace hatif::schedule
