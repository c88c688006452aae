#include "program_scheduler/calls/trail.hpp"

#include <algorithm>
#include <map>

namespace hatif::program_scheduler {

namespace v1 = program::v1;

namespace {

/// What a code means, for people; the code itself when it says enough.
std::string in_words(const std::string& reason) {
    static const std::map<std::string, std::string, std::less<>> words{
        {"paused", "its execution was paused"},
        {"node_threshold", "its execution paused by itself: a node had run so often"},
        {"failure_breaker", "its execution paused by itself: too many calls had failed"},
        {"start", "its execution had not begun"},
        {"window", "its execution was in a pause window, or in closed hours"},
        {"outside_hours", "the person was outside their calling hours"},
        {"flow_unavailable", "the dialer could not fetch the flow"},
        {"number_busy", "the person's number was in another call"},
        {"contact_away", "the contacts could not be read just then"},
        {"lease_ran_out", "the dialer that held it was gone before the call was started"},
        {"worker_gone", "the dialer was gone before it heard of the call"},
        {"draining", "the dialer was shutting down"},
        {"no_rtp_port", "the dialer had no free port for the call's audio"},
        {"start_expired", "the leave to start came too late to be used"},
        {"events_full", "the dialer could not report events just then"},
        {"skipped_cancelled", "it was cancelled"},
        {"skipped_stopped", "the program's stopAt had come"},
        {"skipped_removed", "the contact had been removed from the audience"},
        {"skipped_deleted", "the contact had been deleted"},
        {"skipped_invalid_phone", "the contact's phone can be no number"},
        {"skipped_do_not_call", "the number is on the do-not-call list"},
        {"skipped_unreachable", "the number could not be reached for long"},
        {"skipped_no_hours",
         "no calling hours are left for the person, or their zone is not known"},
        {"skipped_frequency_cap", "the number was called as often as the organization allows"},
        {"skipped_missing", "the audience did not yield the contact"},
        {"skipped_flow_unavailable", "no dialer could fetch the flow, time and again"},
        {"skipped_refused", "the contact may not be called"},
        {"skipped_not_taken", "the dialer could not take the call that came"},
        {"worker_lost", "the dialer was lost during the call"},
        {"lease_lost", "the dialer had lost its scheduler"},
        {"hung_up_on_request", "its execution was paused or cancelled, and its calls ended"},
    };
    const auto found = words.find(reason);
    return found == words.end() ? reason : found->second;
}

std::string with_reason(std::string text, const std::string& reason) {
    return reason.empty() ? text : std::move(text) + ": " + in_words(reason);
}

void tell_attempt(const TrailAttempt& it, std::vector<TrailEntry>& entries) {
    const auto name = "attempt " + std::to_string(it.number);
    const auto add = [&](base::Instant at, v1::TrailKind kind, std::string message) {
        entries.push_back({.at = at, .kind = kind, .message = std::move(message), .attempt = &it});
    };
    if (it.leased_at) add(*it.leased_at, v1::TRAIL_KIND_LEASED, name + " was given to a dialer");
    if (it.started_at) {
        add(*it.started_at, v1::TRAIL_KIND_STARTED, name + ": the dialer was allowed to call");
    }
    if (it.outcome == schedule::Outcome::none) return;
    const auto ended = name + " ended as " + std::string{schedule::name_of(it.outcome)};
    add(*it.ended_at, v1::TRAIL_KIND_ENDED, with_reason(ended, it.reason));
    if (!it.retry_at) return;
    add(*it.ended_at, v1::TRAIL_KIND_RETRY_DUE, "another attempt is due");
    entries.back().due_at = it.retry_at;
}

void tell_note(const TrailNote& it, std::vector<TrailEntry>& entries) {
    const bool skip = it.kind == v1::TRAIL_KIND_SKIPPED;
    const auto name = "attempt " + std::to_string(it.attempt_number);
    const auto text = skip ? "no call follows" : name + " was not dialled and went back";
    entries.push_back(
        {.at = it.first_at, .kind = it.kind, .message = with_reason(text, it.reason), .note = &it});
}

/// Those who waited when their execution ended were skipped all at once, without a note each; so is
/// who would have been called again.
void tell_skip(const JobStory& story, std::vector<TrailEntry>& entries) {
    const bool told = std::any_of(story.notes.begin(), story.notes.end(),
                                  [](const auto& it) { return it.kind == v1::TRAIL_KIND_SKIPPED; });
    if (story.status != JobStatus::skipped || told) return;
    auto at = story.made_at;
    const auto by_its_end = schedule::skip_reason(gate_of(story.execution_status));
    if (story.execution_ended_at && story.reason == by_its_end) {
        at = std::max(at, *story.execution_ended_at);
    }
    if (story.cancelled_at) at = std::max(at, *story.cancelled_at);
    if (!story.attempts.empty()) at = std::max(at, story.attempts.back().ended_at.value_or(at));
    entries.push_back({.at = at,
                       .kind = v1::TRAIL_KIND_SKIPPED,
                       .message = with_reason("no call follows", story.reason),
                       .reason = story.reason});
}

/// Of one that waits while its execution is paused.
void tell_pause(const JobStory& story, std::vector<TrailEntry>& entries) {
    const bool waits = story.status == JobStatus::open && !story.held;
    if (!waits || !is_paused(story.execution_status) || !story.paused_at) return;
    const auto reason = story.pause_reason.value_or("paused");
    entries.push_back({.at = std::max(*story.paused_at, story.made_at),
                       .kind = v1::TRAIL_KIND_PAUSED,
                       .message = with_reason("it waits", reason),
                       .reason = reason});
}

/// The note of the reason for which it waits again now, if that is why it waits.
const TrailNote* why_it_went_back(const JobStory& story) {
    const auto number = static_cast<int>(story.attempts.size()) + 1;
    const TrailNote* last = nullptr;
    for (const TrailNote& it : story.notes) {
        if (it.kind != v1::TRAIL_KIND_WENT_BACK || it.attempt_number != number) continue;
        if (last == nullptr || last->last_at <= it.last_at) last = &it;
    }
    return last;
}

} // namespace

std::vector<TrailEntry> trail_of(const JobStory& story) {
    std::vector<TrailEntry> entries;
    if (story.program) {
        entries.push_back({.at = story.made_at,
                           .kind = v1::TRAIL_KIND_PLANNED,
                           .message = "taken from the audience, to be called"});
    } else if (story.inbound) {
        entries.push_back({.at = story.made_at,
                           .kind = v1::TRAIL_KIND_ARRIVED,
                           .message = "the call came to one of our numbers"});
    } else {
        entries.push_back({.at = story.made_at,
                           .kind = v1::TRAIL_KIND_QUEUED,
                           .message = "the call was asked for"});
        if (story.attempts.empty()) entries.back().due_at = story.due_at;
    }
    for (const TrailAttempt& it : story.attempts) tell_attempt(it, entries);
    if (story.cancelled_at) {
        entries.push_back({.at = *story.cancelled_at,
                           .kind = v1::TRAIL_KIND_CANCEL_REQUESTED,
                           .message = "the call was taken back"});
    }
    for (const TrailNote& it : story.notes) tell_note(it, entries);
    tell_skip(story, entries);
    tell_pause(story, entries);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const TrailEntry& a, const TrailEntry& b) { return a.at < b.at; });
    return entries;
}

v1::CallStatus status_of(const JobStory& story) {
    switch (story.status) {
    case JobStatus::completed:
        return v1::CALL_STATUS_COMPLETED;
    case JobStatus::failed:
    case JobStatus::skipped:
        return v1::CALL_STATUS_FAILED;
    case JobStatus::open:
        break;
    }
    return story.held ? v1::CALL_STATUS_ACTIVE : v1::CALL_STATUS_QUEUED;
}

std::optional<schedule::WaitingFor> waits_for(const JobStory& story, base::Instant now) {
    if (story.status != JobStatus::open || story.held) return std::nullopt;
    if (is_paused(story.execution_status)) {
        return schedule::WaitingFor{story.pause_reason.value_or("paused")};
    }
    if (story.execution_status == ExecutionStatus::scheduled && story.waiting_for) {
        return story.waiting_for;
    }
    if (story.due_at && *story.due_at > now) {
        const auto* back = why_it_went_back(story);
        if (back != nullptr) return schedule::WaitingFor{back->reason, story.due_at};
        if (story.outside_hours) return schedule::WaitingFor{"hours", story.due_at};
        return schedule::WaitingFor{story.attempts.empty() ? "start" : "retry", story.due_at};
    }
    if (story.waiting_for && story.waiting_for->reason != "retry") return story.waiting_for;
    return schedule::WaitingFor{"turn"};
}

} // namespace hatif::program_scheduler
