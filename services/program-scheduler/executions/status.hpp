#pragma once

#include "base/result.hpp"
#include "schedule/attempt.hpp"

#include <string_view>

/// An execution's status.
///
///     scheduled                  -- begin ----->  running            its startAt has come
///     running                    -- trip ------>  paused_threshold   a rule of its own says so
///     scheduled, running         -- pause ----->  paused
///     paused, paused_threshold   -- resume ---->  running            or scheduled, before its
///     startAt any of these four          -- stop ------>  stopped            its stopAt has come
///     any of these four          -- cancel ---->  cancelled
///     running                    -- (all ended) > completed          see completion.hpp
///
/// What is so already stays so: a second pause or cancel changes nothing, nor does the pause of one
/// that paused by itself, nor a rule that one meets while a person keeps it paused. A begin, a stop
/// or a trip that comes late changes nothing; whoever asks for the other three of one that has
/// ended is refused.
namespace hatif::program_scheduler {

/// The numbers are those of hatif.program.v1.ExecutionStatus.
enum class ExecutionStatus {
    scheduled = 1,
    running = 2,
    paused = 3,
    completed = 4,
    stopped = 5,
    cancelled = 6,
    paused_threshold = 7, ///< by itself: executions.pause_reason says why
};

enum class Control { pause, resume, cancel, begin, stop, trip };

/// "running": as the API says it.
std::string_view name_of(ExecutionStatus status);

constexpr bool is_paused(ExecutionStatus status) {
    return status == ExecutionStatus::paused || status == ExecutionStatus::paused_threshold;
}

/// What the status means for a call that wants to start.
constexpr schedule::Gate gate_of(ExecutionStatus status) {
    switch (status) {
    case ExecutionStatus::running:
        return schedule::Gate::open;
    case ExecutionStatus::scheduled:
    case ExecutionStatus::paused:
    case ExecutionStatus::paused_threshold:
        return schedule::Gate::paused;
    case ExecutionStatus::stopped:
        return schedule::Gate::stopped;
    default:
        return schedule::Gate::ended;
    }
}

/// EXECUTION_STATUS_CONFLICT, with the state in which it has ended.
base::Error has_ended(ExecutionStatus status);

/// Where it leads. EXECUTION_STATUS_CONFLICT.
base::Result<ExecutionStatus> step(ExecutionStatus status, Control what, bool has_begun);

} // namespace hatif::program_scheduler
