#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "rpc/time.hpp"

#include <hatif/dialer/v1/call_events.pb.h>
#include <hatif/program/v1/execution_events.pb.h>

#include <string>
#include <vector>

/// Events as dialer and program-scheduler write them, for the tests.
namespace hatif::reporting::testing {

inline const base::Instant ten = *base::from_iso8601("2025-01-15T10:00:00.000Z");

/// The same number, the same uuid.
inline base::Uuid uuid(std::uint64_t number) {
    return base::Uuid::derived(base::Uuid{}, number);
}

inline const base::Uuid organization = uuid(1);
inline const base::Uuid execution = uuid(2);
inline const base::Uuid program_id = uuid(3);
inline const base::Uuid flow = uuid(4);
inline const base::Uuid contact = uuid(5);

/// The call events of one attempt, numbered and a second apart.
class Attempt {
public:
    Attempt(base::Uuid job, base::Uuid id, std::uint32_t number = 1)
        : job_{job}, id_{id}, number_{number} {}

    /// `attempt.event([](auto& it) { it.mutable_ringing()->set_sip_code(180); })`
    template <class Fill>
    Attempt& event(Fill&& fill) {
        auto& it = events_.emplace_back();
        it.set_organization_id(organization.to_string());
        it.set_job_id(job_.to_string());
        it.set_attempt_id(id_.to_string());
        it.set_contact_id(contact.to_string());
        it.set_execution_id(execution.to_string());
        it.set_sequence(static_cast<std::uint32_t>(events_.size()));
        it.set_attempt_number(number_);
        rpc::set(*it.mutable_occurred_at(),
                 ten + std::chrono::seconds{static_cast<long>(events_.size()) - 1});
        fill(it);
        return *this;
    }

    Attempt& dialed() {
        return event([](auto& it) {
            auto& dialed = *it.mutable_dialed();
            dialed.set_to("+212612345678");
            dialed.set_from("+212520000001");
            dialed.set_trunk_id("carrier");
            dialed.set_program_id(program_id.to_string());
            dialed.set_flow_id(flow.to_string());
            dialed.set_flow_version(3);
            dialed.set_flow_name("Reminder");
        });
    }
    /// A call that came: it belongs to no execution.
    Attempt& arrived() {
        return event([](auto& it) {
            it.clear_execution_id();
            auto& arrived = *it.mutable_arrived();
            arrived.set_to("+212520000001");
            arrived.set_from("+212612345678");
            arrived.set_trunk_id("carrier");
            arrived.set_call_id("abc@192.0.2.1");
            arrived.set_flow_id(flow.to_string());
            arrived.set_flow_version(3);
            arrived.set_flow_name("Front desk");
        });
    }
    /// A segment of the node `take` begins, ends in the store, or not.
    Attempt& recording_started(const base::Uuid& id) {
        return event([&](auto& it) { fill(*it.mutable_recording_started(), id); });
    }
    Attempt& recording_saved(const base::Uuid& id) {
        return event([&](auto& it) {
            auto& saved = *it.mutable_recording_saved();
            fill(saved, id);
            rpc::set(*saved.mutable_length(), std::chrono::milliseconds{4'200});
            saved.set_bytes(33'644);
            saved.set_hash("5f1c");
            saved.set_object_key("recordings/" + organization.to_string() + "/" + id.to_string() +
                                 ".wav");
            saved.set_channels(1);
            rpc::set(*saved.mutable_began_at(), ten);
        });
    }
    Attempt& recording_failed(const base::Uuid& id) {
        return event([&](auto& it) {
            fill(*it.mutable_recording_failed(), id);
            it.mutable_recording_failed()->set_code("disk_full");
            it.mutable_recording_failed()->set_message("no room");
        });
    }
    /// Numbers the last event as one that comes late.
    Attempt& late(std::uint32_t nth = 0) {
        events_.back().set_sequence(1'000'000 + nth);
        return *this;
    }
    Attempt& ringing() {
        return event([](auto& it) { it.mutable_ringing()->set_sip_code(180); });
    }
    Attempt& answered() {
        return event([](auto& it) { it.mutable_answered(); });
    }
    Attempt& entered(const char* node, const char* type, std::uint32_t index) {
        return event([&](auto& it) {
            it.mutable_node_entered()->set_node_id(node);
            it.mutable_node_entered()->set_node_type(type);
            it.mutable_node_entered()->set_index(index);
        });
    }
    Attempt& left(const char* node, std::uint32_t index, const char* output) {
        return event([&](auto& it) {
            it.mutable_node_left()->set_node_id(node);
            it.mutable_node_left()->set_index(index);
            it.mutable_node_left()->set_output(output);
        });
    }

    const std::vector<dialer::v1::CallEvent>& events() const { return events_; }
    base::Uuid job() const { return job_; }
    base::Uuid id() const { return id_; }

private:
    template <class Told>
    static void fill(Told& told, const base::Uuid& id) {
        told.set_recording_id(id.to_string());
        told.set_kind(dialer::v1::RECORDING_KIND_SEGMENT);
        told.set_node_id("take");
    }

    base::Uuid job_;
    base::Uuid id_;
    std::uint32_t number_;
    std::vector<dialer::v1::CallEvent> events_;
};

inline program::v1::ExecutionEvent execution_event() {
    program::v1::ExecutionEvent event;
    event.set_organization_id(organization.to_string());
    event.set_execution_id(execution.to_string());
    event.set_program_id(program_id.to_string());
    rpc::set(*event.mutable_occurred_at(), ten + std::chrono::minutes{1});
    return event;
}

inline program::v1::ExecutionEvent launched() {
    auto event = execution_event();
    event.mutable_execution_launched()->set_flow_id(flow.to_string());
    event.mutable_execution_launched()->set_flow_version(3);
    event.mutable_execution_launched()->set_total_contacts(2);
    return event;
}

inline program::v1::ExecutionEvent
ended(base::Uuid job, base::Uuid attempt, std::uint32_t number, type::v1::Outcome outcome) {
    auto event = execution_event();
    auto& it = *event.mutable_attempt_ended();
    it.set_job_id(job.to_string());
    it.set_attempt_id(attempt.to_string());
    it.set_attempt_number(number);
    it.set_contact_id(contact.to_string());
    it.set_to("+212612345678");
    it.set_from("+212520000001");
    it.set_flow_id(flow.to_string());
    it.set_flow_version(3);
    it.set_outcome(outcome);
    rpc::set(*it.mutable_started_at(), ten);
    rpc::set(*it.mutable_ended_at(), ten + std::chrono::seconds{30});
    return event;
}

inline program::v1::ExecutionEvent skipped(base::Uuid job, const char* reason) {
    auto event = execution_event();
    event.mutable_job_skipped()->set_job_id(job.to_string());
    event.mutable_job_skipped()->set_contact_id(contact.to_string());
    event.mutable_job_skipped()->set_flow_id(flow.to_string());
    event.mutable_job_skipped()->set_reason(reason);
    return event;
}

/// A single call that was asked for.
inline program::v1::ExecutionEvent queued(base::Uuid job, base::Instant due) {
    auto event = execution_event();
    event.clear_execution_id();
    event.clear_program_id();
    event.mutable_job_queued()->set_job_id(job.to_string());
    event.mutable_job_queued()->set_contact_id(contact.to_string());
    event.mutable_job_queued()->set_flow_id(flow.to_string());
    rpc::set(*event.mutable_job_queued()->mutable_due_at(), due);
    return event;
}

} // namespace hatif::reporting::testing
