#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "program_scheduler/executions/policies.hpp"
#include "program_scheduler/executions/status.hpp"
#include "schedule/waiting.hpp"

#include <hatif/program/v1/call_service.pb.h>

#include <optional>
#include <string>
#include <vector>

/// Why a person was, or was not, called: told from the rows that there are. Pure; trail_rows.hpp
/// reads them.
namespace hatif::program_scheduler {

/// An attempt that a worker holds, or one that has ended.
struct TrailAttempt {
    base::AttemptId id;
    int number = 1;
    std::string worker{}, to{}, from{};
    std::optional<base::Instant> leased_at{}, started_at{}, ended_at{};
    schedule::Outcome outcome = schedule::Outcome::none; ///< none: not ended
    std::string reason{};
    std::optional<base::Instant> retry_at{};
};

/// A row of job_trail.
struct TrailNote {
    program::v1::TrailKind kind = program::v1::TRAIL_KIND_UNSPECIFIED;
    int attempt_number = 1;
    std::string reason{}, worker{};
    base::Instant first_at{}, last_at{};
    int times = 1;
};

/// All that is known of a job.
struct JobStory {
    base::JobId id;
    JobStatus status = JobStatus::open;
    std::string reason{};
    base::ContactId contact;
    base::FlowId flow;
    int flow_version = 1;
    base::ExecutionId execution;
    std::optional<base::ProgramId> program{}; ///< none: a single call
    ExecutionStatus execution_status = ExecutionStatus::running;
    std::optional<base::Instant> execution_ended_at{};
    std::optional<base::Instant> paused_at{};    ///< of its execution, while that is paused
    std::optional<std::string> pause_reason{};   ///< of an execution that paused by itself
    std::optional<base::Instant> cancelled_at{}; ///< of a single call
    bool inbound = false;                        ///< it came to us
    base::Instant made_at{};
    std::vector<TrailAttempt> attempts{}; ///< in their order; the last may be under way
    bool held = false;                    ///< by a worker: the last attempt is under way
    std::vector<TrailNote> notes{};
    std::optional<base::Instant> due_at{}; ///< of one that waits
    bool outside_hours = false;            ///< on the person's own clocks, now
    /// Why none of its execution's, or of its line's, calls starts now.
    std::optional<schedule::WaitingFor> waiting_for{};
};

struct TrailEntry {
    base::Instant at{};
    program::v1::TrailKind kind = program::v1::TRAIL_KIND_UNSPECIFIED;
    std::string message{};
    const TrailAttempt* attempt = nullptr; ///< of the story
    const TrailNote* note = nullptr;       ///< of the story
    std::string reason{};                  ///< of one that no note tells of
    std::optional<base::Instant> due_at{};
};

/// Oldest first. Points into the story.
std::vector<TrailEntry> trail_of(const JobStory& story);

program::v1::CallStatus status_of(const JobStory& story);

/// Why no call is being made; nothing when one is, or none follows.
std::optional<schedule::WaitingFor> waits_for(const JobStory& story, base::Instant now);

} // namespace hatif::program_scheduler
