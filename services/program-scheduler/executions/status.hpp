#pragma once

#include "schedule/attempt.hpp"

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

/// What the status means for a call that wants to start.
constexpr schedule::Gate gate_of(ExecutionStatus status) {
    switch (status) {
    case ExecutionStatus::running:
        return schedule::Gate::open;
    case ExecutionStatus::scheduled:
    case ExecutionStatus::paused:
        return schedule::Gate::paused;
    default:
        return schedule::Gate::ended;
    }
}

} // namespace hatif::program_scheduler
