#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/rows.hpp"
#include "schedule/calling_hours.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// When an execution may call: what its windows and hours leave open before its end.
namespace hatif::program_scheduler {

/// Stands for "never" where a moment must be said.
constexpr base::Instant never =
    std::chrono::sys_days{std::chrono::year{9999} / std::chrono::December / 31};

/// Pause windows as two columns keep them.
struct PauseColumns {
    std::vector<std::int32_t> weekly{}; ///< triples: weekday, first minute, last minute
    std::vector<base::Instant> dated{}; ///< pairs: from, until
};

PauseColumns as_columns(const schedule::PauseWindows& windows);

/// Fails when they hold no whole triples or pairs.
base::Result<schedule::PauseWindows> windows_in(const PauseColumns& columns);

/// Hours of a week as a column of triples keeps them.
std::vector<std::int32_t> as_triples(const std::vector<schedule::DailyWindow>& weekly);

/// Fails when they hold no whole triples.
base::Result<std::vector<schedule::DailyWindow>>
weekly_in(const std::vector<std::int32_t>& triples);

/// "2026-11-18", or "11-18" for that day of every year; `invalid` when it is neither.
base::Result<schedule::Day> day_in(std::string_view text);

/// The columns of an execution's hours, in the order in which read_rules takes them.
inline constexpr const char* rule_columns =
    "pause_weekly, pause_dated, timezone, calling_weekly, calling_zone, holidays";

/// From the column `first` on. Fails when they cannot be read: then nobody is called.
base::Result<schedule::HourRules> read_rules(const pg::Row& row, int first);

/// The stretch in which calls may start, as far as it is the same for everyone: the one at `at`, or
/// the next. It closes at stopAt at the latest; one that would open after it is never open. Opens
/// at `never` when the rules leave no time at all; fails when they cannot be read.
base::Result<schedule::Stretch> open_stretch(const schedule::HourRules& rules,
                                             const std::optional<base::Instant>& stop_at,
                                             base::Instant at);

} // namespace hatif::program_scheduler
