#include "reporting/facts.hpp"

#include "reporting/stored_text.hpp"

#include "rpc/time.hpp"

#include <hatif/dialer/v1/call_events.pb.h>
#include <hatif/program/v1/execution_events.pb.h>

#include <algorithm>
#include <set>

namespace hatif::reporting {

namespace {

using dialer::v1::CallEvent;
using program::v1::ExecutionEvent;

template <class Message>
bool parse(Message& message, std::string_view payload) {
    return message.ParseFromArray(payload.data(), static_cast<int>(payload.size()));
}

/// Empty, or no uuid: none.
std::optional<Uuid> uuid(const std::string& text) {
    return Uuid::parse(text);
}

std::optional<std::string> text(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return short_name(text);
}

void see(JobsSeen& jobs, const Uuid& id, const JobSeen& seen) {
    const auto [known, added] = jobs.try_emplace(id, seen);
    if (!added) merge(known->second, seen);
}

JobSeen seen_in(const CallEvent& event, const Uuid& organization) {
    JobSeen seen{.organization = organization,
                 .execution = uuid(event.execution_id()),
                 .contact = uuid(event.contact_id()),
                 .first_seen = rpc::from_wire(event.occurred_at())};
    if (event.has_dialed()) {
        seen.program = uuid(event.dialed().program_id());
        seen.flow = uuid(event.dialed().flow_id());
        seen.called = text(event.dialed().to());
    }
    if (event.has_arrived()) {
        seen.flow = uuid(event.arrived().flow_id());
        seen.called = text(event.arrived().to());
    }
    return seen;
}

void tell_node(const CallEvent& event, CallFact& fact) {
    if (event.has_node_entered()) {
        const auto& it = event.node_entered();
        fact.node = short_name(it.node_id());
        fact.node_type = without_nul(it.node_type());
        fact.node_label = without_nul(it.node_label());
    } else if (event.has_node_left()) {
        fact.node = short_name(event.node_left().node_id());
        fact.output = short_name(event.node_left().output());
    }
}

CallFact::What what_of(const CallEvent& event) {
    if (event.has_ringing()) return CallFact::What::ringing;
    if (event.has_answered()) return CallFact::What::answered;
    if (event.has_node_entered()) return CallFact::What::entered;
    if (event.has_node_left()) return CallFact::What::left;
    return event.has_finished() ? CallFact::What::finished : CallFact::What::other;
}

CallFact
fact_of(const CallEvent& event, const Uuid& attempt, const Uuid& job, std::string_view payload) {
    CallFact fact{.attempt = attempt,
                  .job = job,
                  .number = static_cast<std::int32_t>(event.attempt_number()),
                  .sequence = static_cast<std::int32_t>(event.sequence()),
                  .payload = payload,
                  .execution = uuid(event.execution_id()),
                  .at = rpc::from_wire(event.occurred_at()),
                  .what = what_of(event)};
    tell_node(event, fact);
    if (event.finished().has_talk_time()) {
        fact.talk_time = std::chrono::floor<std::chrono::milliseconds>(
            rpc::from_wire(event.finished().talk_time()));
    }
    return fact;
}

/// What all execution events of a job have in common.
JobSeen seen_in(const ExecutionEvent& event, const Uuid& organization) {
    return {.organization = organization,
            .execution = uuid(event.execution_id()),
            .program = uuid(event.program_id()),
            .first_seen = rpc::from_wire(event.occurred_at())};
}

/// Each answers why the event can never be taken; empty when it was.
std::string
take_launched(const ExecutionEvent& event, const Uuid& organization, ExecutionFacts& to) {
    const auto execution = uuid(event.execution_id());
    if (!execution) return "execution_id is no uuid";
    const auto& it = event.execution_launched();
    to.launched.push_back({.execution = *execution,
                           .organization = organization,
                           .program = uuid(event.program_id()),
                           .flow = uuid(it.flow_id()),
                           .flow_version = static_cast<std::int32_t>(it.flow_version()),
                           .total_contacts = it.total_contacts(),
                           .at = rpc::from_wire(event.occurred_at())});
    return {};
}

std::string take_ended(const ExecutionEvent& event, const Uuid& organization, ExecutionFacts& to) {
    const auto& it = event.attempt_ended();
    const auto job = uuid(it.job_id());
    const auto attempt = uuid(it.attempt_id());
    if (!job || !attempt) return "job_id or attempt_id is no uuid";
    auto seen = seen_in(event, organization);
    seen.contact = uuid(it.contact_id());
    seen.flow = uuid(it.flow_id());
    seen.called = text(it.to());
    seen.test = it.test();
    AttemptEnded ended{.attempt = *attempt,
                       .job = *job,
                       .execution = seen.execution,
                       .number = static_cast<std::int32_t>(it.attempt_number()),
                       .outcome = it.outcome(),
                       .outcome_reason = short_name(it.outcome_reason()),
                       .called = short_name(it.to()),
                       .caller = short_name(it.from()),
                       .flow = seen.flow,
                       .flow_version = static_cast<std::int32_t>(it.flow_version()),
                       .answered = it.answered(),
                       .inbound = it.inbound(),
                       .test = it.test()};
    if (it.has_started_at()) {
        ended.started_at = rpc::from_wire(it.started_at());
        seen.first_seen = *ended.started_at;
    }
    if (it.has_ended_at()) ended.ended_at = rpc::from_wire(it.ended_at());
    if (it.has_retry_at()) ended.retry_at = rpc::from_wire(it.retry_at());
    to.ended.try_emplace(*attempt, std::move(ended)); // the first word on it stands
    see(to.jobs, *job, seen);
    return {};
}

std::string
take_skipped(const ExecutionEvent& event, const Uuid& organization, ExecutionFacts& to) {
    const auto& it = event.job_skipped();
    const auto job = uuid(it.job_id());
    if (!job) return "job_id is no uuid";
    auto seen = seen_in(event, organization);
    seen.contact = uuid(it.contact_id());
    seen.flow = uuid(it.flow_id());
    seen.skipped_reason = short_name(it.reason());
    see(to.jobs, *job, seen);
    return {};
}

std::string take_queued(const ExecutionEvent& event, const Uuid& organization, ExecutionFacts& to) {
    const auto& it = event.job_queued();
    const auto job = uuid(it.job_id());
    if (!job) return "job_id is no uuid";
    auto seen = seen_in(event, organization);
    seen.contact = uuid(it.contact_id());
    seen.flow = uuid(it.flow_id());
    if (it.has_due_at()) seen.due_at = rpc::from_wire(it.due_at());
    seen.test = it.test();
    see(to.jobs, *job, seen);
    return {};
}

std::string take_status(const ExecutionEvent& event, ExecutionFacts& to) {
    const auto execution = uuid(event.execution_id());
    if (!execution) return "execution_id is no uuid";
    const auto& it = event.execution_status_changed();
    if (it.skipped_without_job() <= 0) return {};
    const bool stopped = it.status() == program::v1::EXECUTION_STATUS_STOPPED;
    auto reason = short_name(it.skipped_reason());
    if (reason.empty()) reason = stopped ? "skipped_stopped" : "skipped_cancelled";
    to.skipped.push_back({*execution, std::move(reason), it.skipped_without_job()});
    return {};
}

std::string take_grown(const ExecutionEvent& event, ExecutionFacts& to) {
    const auto execution = uuid(event.execution_id());
    if (!execution) return "execution_id is no uuid";
    to.grown.push_back({*execution, event.execution_grew().total_contacts()});
    return {};
}

std::string take(const ExecutionEvent& event, ExecutionFacts& to) {
    const auto organization = uuid(event.organization_id());
    if (!organization) return "organization_id is no uuid";
    switch (event.event_case()) {
    case ExecutionEvent::kExecutionLaunched:
        return take_launched(event, *organization, to);
    case ExecutionEvent::kAttemptEnded:
        return take_ended(event, *organization, to);
    case ExecutionEvent::kJobSkipped:
        return take_skipped(event, *organization, to);
    case ExecutionEvent::kJobQueued:
        return take_queued(event, *organization, to);
    case ExecutionEvent::kExecutionStatusChanged:
        return take_status(event, to);
    case ExecutionEvent::kExecutionGrew:
        return take_grown(event, to);
    default:
        return {}; // not for reports, or of a kind that is newer than we are
    }
}

} // namespace

void merge(JobSeen& known, const JobSeen& later) {
    if (!known.execution) known.execution = later.execution;
    if (!known.program) known.program = later.program;
    if (!known.contact) known.contact = later.contact;
    if (!known.flow) known.flow = later.flow;
    if (later.called) known.called = later.called;
    if (later.skipped_reason) known.skipped_reason = later.skipped_reason;
    if (!known.due_at) known.due_at = later.due_at;
    known.test = known.test || later.test;
    known.first_seen = std::min(known.first_seen, later.first_seen);
}

CallFacts read_call_events(kafka::Batch& batch) {
    CallFacts found;
    CallEvent event; // one for all: it keeps its memory
    for (std::size_t i = 0; i < batch.records().size(); ++i) {
        const auto payload = batch.records()[i].payload;
        if (!parse(event, payload)) {
            batch.reject(i, "not a hatif.dialer.v1.CallEvent");
            continue;
        }
        const auto organization = uuid(event.organization_id());
        const auto job = uuid(event.job_id());
        const auto attempt = uuid(event.attempt_id());
        if (!organization || !job || !attempt || event.sequence() == 0) {
            batch.reject(i, "organization_id, job_id or attempt_id is no uuid, or no sequence");
            continue;
        }
        found.facts.push_back(fact_of(event, *attempt, *job, payload));
        see(found.jobs, *job, seen_in(event, *organization));
        see_recording(event, found.recordings);
    }
    return found;
}

std::vector<std::string> keys_of(const kafka::Batch& batch) {
    std::set<std::string_view> keys;
    for (const auto& it : batch.records()) keys.insert(it.key);
    return {keys.begin(), keys.end()};
}

ExecutionFacts read_execution_events(kafka::Batch& batch,
                                     const std::map<std::string, std::string>& last) {
    ExecutionFacts found;
    ExecutionEvent event;
    for (std::size_t i = 0; i < batch.records().size(); ++i) {
        const auto& record = batch.records()[i];
        const auto sequence = record.header("ce_sequence");
        if (sequence.empty()) {
            batch.reject(i, "no ce_sequence");
            continue;
        }
        const std::string key{record.key};
        const auto before = last.find(key);
        auto& reached =
            found.last.try_emplace(key, before == last.end() ? "" : before->second).first->second;
        if (sequence <= reached) continue;
        reached = sequence;
        if (!parse(event, record.payload)) {
            batch.reject(i, "not a hatif.program.v1.ExecutionEvent");
            continue;
        }
        if (auto refusal = take(event, found); !refusal.empty()) batch.reject(i, refusal);
    }
    return found;
}

} // namespace hatif::reporting
