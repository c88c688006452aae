#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "zone/zone.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// When no call starts: windows on the wall clocks of a zone, week by week, and stretches of time.
namespace hatif::schedule {

/// Every week; minutes from midnight on that day's clocks. An end before the start is the next
/// day's; an end of 23:59 takes that minute in. The two are never equal.
struct DailyWindow {
    int weekday = 0; ///< 0 Sunday … 6 Saturday
    int from = 0;    ///< 0 to 1439
    int until = 0;   ///< 0 to 1439

    bool operator==(const DailyWindow&) const = default;
};

/// Once; `until` is no part of it.
struct DatedWindow {
    base::Instant from{};
    base::Instant until{};

    bool operator==(const DatedWindow&) const = default;
};

struct PauseWindows {
    std::vector<DailyWindow> weekly{};
    std::vector<DatedWindow> dated{};

    bool empty() const { return weekly.empty() && dated.empty(); }
    bool operator==(const PauseWindows&) const = default;
};

/// A time in which calls may start. Unset: without an end.
struct Stretch {
    base::Instant opens{};
    std::optional<base::Instant> closes{};

    bool operator==(const Stretch&) const = default;
};

/// What pause windows leave open, moment by moment. A moment is closed by what the clocks of the
/// zone show at it: an hour that is repeated is closed twice, one that is skipped not at all.
class OpenHours {
public:
    /// Fails when the zone or a window cannot be read: then there are no hours, and no calls.
    static base::Result<OpenHours> read(const PauseWindows& windows, std::string_view zone);

    bool is_open(base::Instant at) const;

    /// `at` itself when it is open; none: never again.
    std::optional<base::Instant> next_open(base::Instant at) const;

    /// The first moment after `at` that is open where `at` is closed, or closed where it is open.
    std::optional<base::Instant> next_change(base::Instant at) const;

    /// The open stretch that `at` lies in (`opens` is then `at`), or the next one.
    std::optional<Stretch> stretch(base::Instant at) const;

private:
    using Part =
        std::pair<base::Duration, base::Duration>; ///< of a week from Sunday, [from, until)

    explicit OpenHours(zone::Zone zone) : zone_{std::move(zone)} {}
    base::Duration in_week(base::Instant at) const;
    bool is_in_weekly(base::Instant at) const;
    const DatedWindow* dated_at(base::Instant at) const;
    base::Instant next_boundary(base::Instant at) const;
    std::optional<base::Instant> next_weekly(base::Instant at, bool closed) const;
    std::optional<base::Instant> next_close(base::Instant at) const;

    zone::Zone zone_;
    std::vector<Part> weekly_{};       ///< sorted, apart from each other
    std::vector<DatedWindow> dated_{}; ///< sorted, apart from each other
};

} // namespace hatif::schedule
