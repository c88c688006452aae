#include "program_scheduler/executions/execution_wire.hpp"

#include "rpc/time.hpp"

#include <hatif/program/v1/execution_service.pb.h>

namespace hatif::program_scheduler {

void to_wire(const Execution& execution, program::v1::Execution& wire) {
    wire.set_id(execution.id.value().to_string());
    wire.set_organization_id(execution.organization.value().to_string());
    wire.set_program_id(execution.program.value().to_string());
    wire.set_audience_id(execution.audience.value().to_string());
    wire.set_flow_id(execution.flow.value().to_string());
    wire.set_flow_version(static_cast<std::uint32_t>(execution.flow_version));
    wire.set_status(static_cast<program::v1::ExecutionStatus>(execution.status));
    wire.set_total_contacts(execution.total);
    wire.set_contacts_completed(execution.completed);
    wire.set_contacts_failed(execution.failed);
    wire.set_contacts_pending(execution.pending);
    wire.set_contacts_in_progress(execution.in_progress);
    wire.set_contacts_skipped(execution.skipped);
    for (std::size_t i = 1; i < execution.outcomes.size(); ++i) {
        if (execution.outcomes[i] == 0) continue;
        const auto name = schedule::name_of(static_cast<schedule::Outcome>(i));
        (*wire.mutable_outcomes())[std::string{name}] = execution.outcomes[i];
    }
    if (execution.dialled > 0) {
        wire.set_connection_rate(static_cast<double>(execution.answered) /
                                 static_cast<double>(execution.dialled));
    }
    if (execution.waiting_for) {
        wire.mutable_waiting_for()->set_reason(execution.waiting_for->reason);
        if (execution.waiting_for->until) {
            rpc::set(*wire.mutable_waiting_for()->mutable_until(), *execution.waiting_for->until);
        }
    }
    const Limits& limits = execution.limits;
    if (limits.max_concurrent_calls) {
        wire.set_max_concurrent_calls(static_cast<std::uint32_t>(*limits.max_concurrent_calls));
    }
    if (limits.calls_per_second) wire.set_calls_per_second(*limits.calls_per_second);
    wire.set_priority(static_cast<std::uint32_t>(limits.priority));
    wire.set_mode(execution.live ? program::v1::PROGRAM_MODE_LIVE
                                 : program::v1::PROGRAM_MODE_BATCH);
    if (!execution.auto_pause.empty()) wire.set_auto_pause_rules(as_json(execution.auto_pause));
    if (execution.pause_reason) wire.set_pause_reason(*execution.pause_reason);
    rpc::set(*wire.mutable_scheduled_start_at(), execution.start_at);
    if (execution.stop_at) rpc::set(*wire.mutable_scheduled_stop_at(), *execution.stop_at);
    if (execution.started_at) rpc::set(*wire.mutable_actual_start_at(), *execution.started_at);
    if (execution.ended_at) rpc::set(*wire.mutable_actual_end_at(), *execution.ended_at);
    rpc::set(*wire.mutable_created_at(), execution.created_at);
    rpc::set(*wire.mutable_updated_at(), execution.updated_at);
}

} // namespace hatif::program_scheduler
