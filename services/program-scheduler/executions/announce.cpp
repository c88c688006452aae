#include "program_scheduler/executions/announce.hpp"

#include "rpc/time.hpp"

#include <hatif/program/v1/execution_events.pb.h>

namespace hatif::program_scheduler {

namespace wire = program::v1;

namespace {

constexpr const char* topic = "hatif.execution-events.v1";

wire::ExecutionEvent event_of(const ExecutionName& name, base::Instant now) {
    wire::ExecutionEvent event;
    event.set_organization_id(name.organization.value().to_string());
    if (!name.execution.value().is_nil()) {
        event.set_execution_id(name.execution.value().to_string());
        event.set_program_id(name.program.value().to_string());
    }
    rpc::set(*event.mutable_occurred_at(), now);
    return event;
}

pg::Announcement announcement(const wire::ExecutionEvent& event,
                              const google::protobuf::Descriptor& type,
                              base::Instant now,
                              const std::string& job = {}) {
    return {topic,
            event.execution_id().empty() ? job : event.execution_id(),
            type.full_name(),
            wire::ExecutionEvent::descriptor()->full_name(),
            event.SerializeAsString(),
            now};
}

/// Empty for a caller whom nobody knows.
std::string text_of(const base::ContactId& contact) {
    return contact.value().is_nil() ? std::string{} : contact.value().to_string();
}

ExecutionName name_of(const Lease& lease) {
    if (lease.is_single()) return name_of_single(lease.organization);
    return {lease.organization, lease.execution, lease.program};
}

} // namespace

pg::Announcement job_queued(const QueuedCall& call, base::Instant now) {
    auto event = event_of(name_of_single(call.organization), now);
    auto& it = *event.mutable_job_queued();
    it.set_job_id(call.job.value().to_string());
    it.set_contact_id(call.contact.value().to_string());
    it.set_flow_id(call.flow.value().to_string());
    it.set_flow_version(static_cast<std::uint32_t>(call.flow_version));
    rpc::set(*it.mutable_due_at(), call.due_at);
    it.set_test(call.test);
    return announcement(event, *it.descriptor(), now, it.job_id());
}

pg::Announcement
execution_launched(const ExecutionName& name, const Launch& launch, base::Instant now) {
    auto event = event_of(name, now);
    auto& it = *event.mutable_execution_launched();
    it.set_audience_id(launch.audience.value().to_string());
    it.set_audience_version(launch.audience_version);
    it.set_flow_id(launch.flow.value().to_string());
    it.set_flow_version(static_cast<std::uint32_t>(launch.flow_version));
    it.set_total_contacts(launch.total);
    return announcement(event, *it.descriptor(), now);
}

pg::Announcement status_changed(const ExecutionName& name,
                                ExecutionStatus status,
                                std::int64_t skipped_without_job,
                                base::Instant now,
                                const StatusWhy& why) {
    auto event = event_of(name, now);
    auto& it = *event.mutable_execution_status_changed();
    it.set_status(static_cast<wire::ExecutionStatus>(status));
    it.set_skipped_without_job(skipped_without_job);
    it.set_skipped_reason(why.skipped);
    it.set_pause_reason(why.paused);
    return announcement(event, *it.descriptor(), now);
}

pg::Announcement execution_grew(const ExecutionName& name, std::int64_t total, base::Instant now) {
    auto event = event_of(name, now);
    auto& it = *event.mutable_execution_grew();
    it.set_total_contacts(total);
    return announcement(event, *it.descriptor(), now);
}

pg::Announcement attempt_ended(const Ending& ending,
                               const Policy& policy,
                               std::optional<base::Instant> retry_at,
                               base::Instant now) {
    const Lease& lease = ending.lease;
    auto event = event_of(name_of(lease), now);
    auto& it = *event.mutable_attempt_ended();
    it.set_job_id(lease.job.value().to_string());
    it.set_attempt_id(lease.attempt.value().to_string());
    it.set_attempt_number(static_cast<std::uint32_t>(lease.attempt_number));
    it.set_contact_id(text_of(lease.contact));
    it.set_to(lease.to);
    it.set_from(lease.from);
    it.set_flow_id(policy.flow.value().to_string());
    it.set_flow_version(static_cast<std::uint32_t>(policy.flow_version));
    if (lease.started_at) rpc::set(*it.mutable_started_at(), *lease.started_at);
    rpc::set(*it.mutable_ended_at(), ending.at);
    it.set_outcome(static_cast<type::v1::Outcome>(ending.how.outcome));
    it.set_outcome_reason(ending.how.reason);
    if (retry_at) rpc::set(*it.mutable_retry_at(), *retry_at);
    it.set_answered(ending.how.answered);
    it.set_test(policy.test);
    it.set_trunk_id(lease.trunk.value().to_string());
    it.set_q850(ending.q850);
    it.set_inbound(lease.inbound);
    return announcement(event, *it.descriptor(), now, it.job_id());
}

pg::Announcement job_skipped(const ExecutionName& name,
                             const base::JobId& job,
                             const base::ContactId& contact,
                             const base::FlowId& flow,
                             const std::string& reason,
                             base::Instant now) {
    auto event = event_of(name, now);
    auto& it = *event.mutable_job_skipped();
    it.set_job_id(job.value().to_string());
    it.set_contact_id(text_of(contact));
    it.set_flow_id(flow.value().to_string());
    it.set_reason(reason);
    return announcement(event, *it.descriptor(), now, it.job_id());
}

pg::Announcement job_skipped(const Lease& lease,
                             const Policy& policy,
                             const std::string& reason,
                             base::Instant now) {
    return job_skipped(name_of(lease), lease.job, lease.contact, policy.flow, reason, now);
}

} // namespace hatif::program_scheduler
