#pragma once

#include "base/result.hpp"
#include "schedule/attempt.hpp"

/// An execution's status.
///
///     scheduled                  -- begin ----->  running      its startAt has come
///     scheduled, running         -- pause ----->  paused
///     paused                     -- resume ---->  running      or scheduled, before its startAt
///     scheduled, running, paused -- stop ------>  stopped      its stopAt has come
///     scheduled, running, paused -- cancel ---->  cancelled
///     running                    -- (all ended) > completed    see completion.hpp
///
/// What is so already stays so: a second pause or cancel changes nothing. A begin or a stop that
/// comes late changes nothing; whoever asks for the other three of one that has ended is refused.
namespace hatif::program_scheduler {

/// The numbers are those of hatif.program.v1.ExecutionStatus.
enum class ExecutionStatus {
    scheduled = 1,
    running = 2,
    paused = 3,
    completed = 4,
    stopped = 5,
    cancelled = 6,
};

enum class Control { pause, resume, cancel, begin, stop };

/// What the status means for a call that wants to start.
constexpr schedule::Gate gate_of(ExecutionStatus status) {
    switch (status) {
    case ExecutionStatus::running:
        return schedule::Gate::open;
    case ExecutionStatus::scheduled:
    case ExecutionStatus::paused:
        return schedule::Gate::paused;
    case ExecutionStatus::stopped:
        return schedule::Gate::stopped;
    default:
        return schedule::Gate::ended;
    }
}

/// Where it leads. EXECUTION_STATUS_CONFLICT.
base::Result<ExecutionStatus> step(ExecutionStatus status, Control what, bool has_begun);

} // namespace hatif::program_scheduler
