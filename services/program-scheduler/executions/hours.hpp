#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "schedule/pause_windows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// When an execution may call: what its windows leave open before its end.
namespace hatif::program_scheduler {

/// Pause windows as two columns keep them.
struct PauseColumns {
    std::vector<std::int32_t> weekly{}; ///< triples: weekday, first minute, last minute
    std::vector<base::Instant> dated{}; ///< pairs: from, until
};

PauseColumns as_columns(const schedule::PauseWindows& windows);

/// Fails when they hold no whole triples or pairs.
base::Result<schedule::PauseWindows> windows_in(const PauseColumns& columns);

struct Hours {
    PauseColumns pauses{};
    std::string timezone{};
    std::optional<base::Instant> stop_at{};
};

/// The stretch in which calls may start: the one at `at`, or the next. It closes at stopAt at the
/// latest; one that would open after it is never open. Fails when the hours cannot be read, or
/// leave no time at all.
base::Result<schedule::Stretch> open_stretch(const Hours& hours, base::Instant at);

} // namespace hatif::program_scheduler
