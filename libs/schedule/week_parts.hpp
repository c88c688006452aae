#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"

#include <optional>
#include <utility>
#include <vector>

/// Parts of a week, from Sunday's midnight on.
namespace hatif::schedule {

constexpr base::Duration week = std::chrono::days{7};

/// Every week; minutes from midnight on that day's clocks. An end before the start is the next
/// day's; an end of 23:59 takes that minute in. The two are never equal.
struct DailyWindow {
    int weekday = 0; ///< 0 Sunday … 6 Saturday
    int from = 0;    ///< 0 to 1439
    int until = 0;   ///< 0 to 1439

    bool operator==(const DailyWindow&) const = default;
};

/// [first, second) within [0, week).
using Part = std::pair<base::Duration, base::Duration>;

/// Sorted, apart from each other.
using Parts = std::vector<Part>;

/// The parts that the windows take. Fails when one of them is none.
base::Result<Parts> parts_of(const std::vector<DailyWindow>& windows);

/// Sorted, and joined where they touch.
Parts joined(Parts parts);

/// The rest of the week.
Parts outside(const Parts& parts);

/// The parts `by` later, not sorted: one that passes the end of the week goes on at
/// its beginning.
Parts moved(const Parts& parts, base::Duration by);

/// The part that holds this place of the week.
const Part* part_at(const Parts& parts, base::Duration place);

/// Where a moment lies in the week of a clock that shows it with this offset from UTC.
base::Duration place_in_week(base::Instant at, base::Duration offset);

} // namespace hatif::schedule
