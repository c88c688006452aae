#include "program_scheduler/calls/trail_wire.hpp"

#include "rpc/time.hpp"

namespace hatif::program_scheduler {

namespace v1 = program::v1;

namespace {

void set_attempt(const TrailAttempt& it, v1::TrailEntry& wire) {
    wire.set_attempt_number(static_cast<std::uint32_t>(it.number));
    wire.set_attempt_id(it.id.value().to_string());
    wire.set_worker(it.worker);
    if (wire.kind() == v1::TRAIL_KIND_STARTED) {
        wire.set_to(it.to);
        wire.set_from(it.from);
    }
    if (wire.kind() != v1::TRAIL_KIND_ENDED) return;
    wire.set_outcome(static_cast<type::v1::Outcome>(it.outcome));
    if (!it.reason.empty()) wire.set_reason(it.reason);
}

void set_note(const TrailNote& it, v1::TrailEntry& wire) {
    wire.set_reason(it.reason);
    if (!it.worker.empty()) wire.set_worker(it.worker);
    if (wire.kind() != v1::TRAIL_KIND_WENT_BACK) return;
    wire.set_attempt_number(static_cast<std::uint32_t>(it.attempt_number));
    wire.set_times(static_cast<std::uint32_t>(it.times));
    rpc::set(*wire.mutable_last_at(), it.last_at);
}

void to_wire(const TrailEntry& entry, v1::TrailEntry& wire) {
    rpc::set(*wire.mutable_at(), entry.at);
    wire.set_kind(entry.kind);
    wire.set_message(entry.message);
    if (entry.attempt != nullptr) set_attempt(*entry.attempt, wire);
    if (entry.note != nullptr) set_note(*entry.note, wire);
    if (!entry.reason.empty()) wire.set_reason(entry.reason);
    if (entry.due_at) rpc::set(*wire.mutable_due_at(), *entry.due_at);
}

} // namespace

void to_wire(const JobStory& story,
             const std::vector<TrailEntry>& entries,
             base::Instant now,
             v1::JobTrail& wire) {
    wire.set_job_id(story.id.value().to_string());
    wire.set_status(status_of(story));
    if (!story.contact.value().is_nil()) wire.set_contact_id(story.contact.value().to_string());
    wire.set_flow_id(story.flow.value().to_string());
    wire.set_flow_version(static_cast<std::uint32_t>(story.flow_version));
    if (story.program) {
        wire.set_execution_id(story.execution.value().to_string());
        wire.set_program_id(story.program->value().to_string());
    }
    for (const TrailEntry& entry : entries) to_wire(entry, *wire.add_entries());
    if (const auto waiting = waits_for(story, now)) {
        wire.mutable_waiting_for()->set_reason(waiting->reason);
        if (waiting->until) rpc::set(*wire.mutable_waiting_for()->mutable_until(), *waiting->until);
    }
}

} // namespace hatif::program_scheduler
