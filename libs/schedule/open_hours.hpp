#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "schedule/closed_days.hpp"
#include "schedule/week_parts.hpp"
#include "zone/zone.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace hatif::schedule {

struct PauseWindows;

/// Once; `until` is no part of it.
struct DatedWindow {
    base::Instant from{};
    base::Instant until{};

    bool operator==(const DatedWindow&) const = default;
};

/// A time in which calls may start. Unset: without an end.
struct Stretch {
    base::Instant opens{};
    std::optional<base::Instant> closes{};

    bool operator==(const Stretch&) const = default;
};

/// What is closed by the wall clocks of some zones: a moment is closed when any of these clocks
/// shows a closed part of the week, or a closed day.
struct Clocks {
    std::vector<zone::Zone> zones{};
    Parts closed{};
    ClosedDays days{};
};

/// What windows, hours and holidays leave open, moment by moment. A moment is closed by what the
/// clocks show at it: an hour that is repeated is closed twice, one that is skipped not at all.
/// It is open when it is open on all of the clocks, and in no dated window.
///
/// Whoever asks looks 40 years ahead, beyond the last date that is named once: what does not open
/// by then (29 February on a certain weekday comes every 28 years) never does.
class OpenHours {
public:
    /// What pause windows leave. Fails when the zone or a window cannot be read: then there are no
    /// hours, and no calls.
    static base::Result<OpenHours> read(const PauseWindows& windows, std::string_view zone);

    /// Fails when a dated window has no length.
    static base::Result<OpenHours> of(std::vector<Clocks> clocks, std::vector<DatedWindow> dated);

    bool is_open(base::Instant at) const;

    /// `at` itself when it is open; none: never again.
    std::optional<base::Instant> next_open(base::Instant at) const;

    /// The first moment after `at` that is open where `at` is closed, or closed where it is open.
    std::optional<base::Instant> next_change(base::Instant at) const;

    /// The open stretch that `at` lies in (`opens` is then `at`), or the next one.
    std::optional<Stretch> stretch(base::Instant at) const;

private:
    OpenHours() = default;

    std::vector<Clocks> clocks_{};
    std::vector<DatedWindow> dated_{}; ///< sorted, apart from each other
    base::Instant last_date_{};        ///< the end of what is named once
};

} // namespace hatif::schedule
