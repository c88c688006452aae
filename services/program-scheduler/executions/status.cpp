#include "program_scheduler/executions/status.hpp"

namespace hatif::program_scheduler {

using enum ExecutionStatus;

namespace {

ExecutionStatus of_one_alive(ExecutionStatus status, Control what, bool has_begun) {
    switch (what) {
    case Control::pause:
        return paused;
    case Control::resume:
        return has_begun ? running : scheduled;
    case Control::cancel:
        return cancelled;
    case Control::begin:
        return status == scheduled ? running : status;
    case Control::stop:
        return stopped;
    }
    return status;
}

} // namespace

base::Result<ExecutionStatus> step(ExecutionStatus status, Control what, bool has_begun) {
    if (!schedule::is_over(gate_of(status))) return of_one_alive(status, what, has_begun);
    const bool late = what == Control::begin || what == Control::stop;
    if (late || (what == Control::cancel && status == cancelled)) return status;
    return base::fail(base::Errc::conflict, "the execution has ended", "EXECUTION_STATUS_CONFLICT");
}

} // namespace hatif::program_scheduler
