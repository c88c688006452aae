#include "program_scheduler/executions/status.hpp"

namespace hatif::program_scheduler {

using enum ExecutionStatus;

namespace {

ExecutionStatus of_one_alive(ExecutionStatus status, Control what, bool has_begun) {
    switch (what) {
    case Control::pause:
        return is_paused(status) ? status : paused;
    case Control::resume:
        return has_begun ? running : scheduled;
    case Control::cancel:
        return cancelled;
    case Control::begin:
        return status == scheduled ? running : status;
    case Control::stop:
        return stopped;
    case Control::trip:
        return status == running ? paused_threshold : status;
    }
    return status;
}

} // namespace

std::string_view name_of(ExecutionStatus status) {
    switch (status) {
    case scheduled:
        return "scheduled";
    case running:
        return "running";
    case paused:
        return "paused";
    case completed:
        return "completed";
    case stopped:
        return "stopped";
    case cancelled:
        return "cancelled";
    case paused_threshold:
        return "paused_threshold";
    }
    return "";
}

base::Error has_ended(ExecutionStatus status) {
    return {base::Errc::conflict, "the execution has ended: it is " + std::string{name_of(status)},
            "EXECUTION_STATUS_CONFLICT"};
}

base::Result<ExecutionStatus> step(ExecutionStatus status, Control what, bool has_begun) {
    if (!schedule::is_over(gate_of(status))) return of_one_alive(status, what, has_begun);
    const bool by_itself = what == Control::begin || what == Control::stop || what == Control::trip;
    if (by_itself || (what == Control::cancel && status == cancelled)) return status;
    return base::fail(has_ended(status));
}

} // namespace hatif::program_scheduler
