#pragma once

#include "schedule/open_hours.hpp"

/// When no call starts, as a program says it: windows on the wall clocks of its zone, week by week,
/// and stretches of time.
namespace hatif::schedule {

struct PauseWindows {
    std::vector<DailyWindow> weekly{};
    std::vector<DatedWindow> dated{};

    bool empty() const { return weekly.empty() && dated.empty(); }
    bool operator==(const PauseWindows&) const = default;
};

} // namespace hatif::schedule
