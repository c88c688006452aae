#include "reporting/report_builder.hpp"

#include "reporting/counts.hpp"
#include "reporting/story.hpp"

#include "rpc/time.hpp"

namespace hatif::reporting {

namespace {

/// A value that is newer than we are counts as failed.
type::v1::Outcome outcome_of(std::int32_t value) {
    return type::v1::Outcome_IsValid(value) ? static_cast<type::v1::Outcome>(value)
                                            : type::v1::OUTCOME_FAILED;
}

/// Adds what the events did not tell: a worker that died tells no end, one that never dialled
/// nothing.
void complete_call(const AttemptEnd& end, v1::Call& call) {
    if (call.direction().empty()) call.set_direction(end.inbound ? "inbound" : "outbound");
    call.set_status("ended");
    if (call.to().empty()) call.set_to(end.called);
    if (call.from().empty()) call.set_from(end.caller);
    if (!call.has_created_at() && end.started_at) {
        rpc::set(*call.mutable_created_at(), *end.started_at);
    }
    if (!call.has_terminated_at() && end.ended_at) {
        rpc::set(*call.mutable_terminated_at(), *end.ended_at);
    }
}

void complete_flow(const AttemptEnd& end, v1::FlowExecution& flow) {
    if (flow.flow_id().empty() && end.flow) flow.set_flow_id(end.flow->to_string());
    if (flow.flow_version() == 0) {
        flow.set_flow_version(static_cast<std::uint32_t>(end.flow_version));
    }
    if (flow.final_variables().empty()) flow.set_final_variables("{}");
}

v1::Attempt build_attempt(const StoredAttempt& attempt) {
    Story story;
    for (const auto& event : attempt.events) story.add(event);
    auto told = story.told();
    told.set_attempt_number(static_cast<std::uint32_t>(attempt.number));
    told.set_attempt_id(attempt.id.to_string());
    for (const auto& it : attempt.recordings) *told.add_recordings() = it;
    if (!attempt.end) return told;
    told.set_outcome(outcome_of(attempt.end->outcome));
    if (!attempt.end->outcome_reason.empty()) {
        told.set_outcome_reason(attempt.end->outcome_reason);
    }
    complete_call(*attempt.end, *told.mutable_call());
    complete_flow(*attempt.end, *told.mutable_flow_execution());
    return told;
}

void put(const std::optional<base::Uuid>& id, std::string& to) {
    if (id) to = id->to_string();
}

/// None unless the job is queued.
std::optional<base::Instant> next_attempt_of(const StoredJob& job) {
    return job.attempts.empty() ? job.due_at : job.attempts.back().end->retry_at;
}

/// The story of the last attempt, again on top.
void put_last(const v1::Attempt& last, v1::CallReport& report) {
    if (last.has_outcome()) report.set_outcome(last.outcome());
    if (last.has_outcome_reason()) report.set_outcome_reason(last.outcome_reason());
    if (last.has_flow_execution()) *report.mutable_flow_execution() = last.flow_execution();
    *report.mutable_events() = last.events();
}

} // namespace

v1::JobStatus status_of(const StoredJob& job) {
    if (job.skipped_reason) return v1::JOB_STATUS_FAILED;
    if (job.attempts.empty()) return v1::JOB_STATUS_QUEUED;
    const auto& end = job.attempts.back().end;
    if (!end) return v1::JOB_STATUS_ACTIVE;
    if (end->retry_at) return v1::JOB_STATUS_QUEUED;
    return reached(end->outcome) ? v1::JOB_STATUS_COMPLETED : v1::JOB_STATUS_FAILED;
}

v1::CallReport build_report(const StoredJob& job) {
    v1::CallReport report;
    report.set_job_id(job.id.to_string());
    report.set_status(status_of(job));
    put(job.contact, *report.mutable_contact_id());
    put(job.flow, *report.mutable_flow_id());
    if (job.program) put(job.program, *report.mutable_program_id());
    if (job.execution) put(job.execution, *report.mutable_execution_id());
    for (const auto& attempt : job.attempts) *report.add_attempts() = build_attempt(attempt);
    if (!job.attempts.empty()) put_last(report.attempts(report.attempts_size() - 1), report);
    if (job.skipped_reason) report.set_outcome_reason(*job.skipped_reason);
    if (report.status() == v1::JOB_STATUS_QUEUED) {
        if (const auto next = next_attempt_of(job)) {
            rpc::set(*report.mutable_next_attempt_at(), *next);
        }
    }
    if (job.created_at) rpc::set(*report.mutable_created_at(), *job.created_at);
    report.set_test(job.test);
    return report;
}

} // namespace hatif::reporting
