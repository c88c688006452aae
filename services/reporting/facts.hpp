#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "kafka/consumer.hpp"
#include "reporting/recording.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a batch of records tells, as values ready to be stored. Reading is pure but for rejecting
/// in the batch what can never be taken.
namespace hatif::reporting {

using base::Instant;
using base::Uuid;

/// What one or more events tell of a job. What they do not tell is absent.
struct JobSeen {
    Uuid organization;
    std::optional<Uuid> execution{};
    std::optional<Uuid> program{};
    std::optional<Uuid> contact{};
    std::optional<Uuid> flow{};
    std::optional<std::string> called{};
    std::optional<std::string> skipped_reason{};
    std::optional<Instant> due_at{}; ///< of the first attempt, when it was asked for by itself
    bool test = false;
    Instant first_seen{};

    bool operator==(const JobSeen&) const = default;
};

/// Sorted by id: rows are locked in one order everywhere.
using JobsSeen = std::map<Uuid, JobSeen>;

/// Adds what a later event tells to what is known.
void merge(JobSeen& known, const JobSeen& later);

/// One call event; the payload's view lives as long as the batch.
struct CallFact {
    /// What statistics take from it.
    enum class What { other, ringing, answered, entered, left, finished };

    Uuid attempt{};
    Uuid job{};
    std::int32_t number = 1;
    std::int32_t sequence = 1;
    std::string_view payload{};
    std::optional<Uuid> execution{}; ///< none: a single call
    Instant at{};
    What what = What::other;
    std::string node{};                                   ///< entered, left
    std::string node_type{};                              ///< entered
    std::string node_label{};                             ///< entered
    std::string output{};                                 ///< left
    std::optional<std::chrono::milliseconds> talk_time{}; ///< finished
};

struct CallFacts {
    std::vector<CallFact> facts;
    JobsSeen jobs;
    RecordingsSeen recordings{};
};

/// Events of what a dead worker left are numbered from here on, and come beside the others.
inline constexpr std::int32_t first_late_sequence = 1'000'000;

CallFacts read_call_events(kafka::Batch& batch);

/// The jobs of which the batch has late events alone: what retention has deleted such an event must
/// not make anew.
std::vector<Uuid> told_late_only(const CallFacts& read);

/// Takes these jobs and their facts out. What became of their recordings stays: those are kept by a
/// rule of their own.
void drop_jobs(CallFacts& read, const std::vector<Uuid>& jobs);

/// The facts above the last sequence that is known of their attempt, in order: the others came
/// before. Raises `last` to what remains. Late ones are all among them, and raise nothing.
std::vector<CallFact> fresh(const std::vector<CallFact>& facts, std::map<Uuid, std::int32_t>& last);

struct Launched {
    Uuid execution;
    Uuid organization;
    std::optional<Uuid> program;
    std::optional<Uuid> flow;
    std::int32_t flow_version;
    std::int64_t total_contacts;
    Instant at;
};

struct AttemptEnded {
    Uuid attempt{};
    Uuid job{};
    std::optional<Uuid> execution{}; ///< none: a single call
    std::int32_t number = 1;
    std::int32_t outcome = 0; ///< hatif.type.v1.Outcome
    std::string outcome_reason{};
    std::string called{};
    std::string caller{};
    std::optional<Uuid> flow{};
    std::int32_t flow_version = 0;
    std::optional<Instant> started_at{};
    std::optional<Instant> ended_at{};
    std::optional<Instant> retry_at{}; ///< none: it was the last
    bool answered = false;
    bool inbound = false; ///< it came to us
    bool test = false;
};

/// Contacts of an execution that were skipped without a job of their own.
struct SkippedUnseen {
    Uuid execution;
    std::string reason;
    std::int64_t contacts;
};

/// An execution has more contacts than it was launched with.
struct Grown {
    Uuid execution;
    std::int64_t total_contacts;
};

struct ExecutionFacts {
    std::vector<Launched> launched;
    std::vector<Grown> grown{};
    std::map<Uuid, AttemptEnded> ended; ///< by attempt
    std::vector<SkippedUnseen> skipped;
    JobsSeen jobs;
    std::map<std::string, std::string> last; ///< by key, the sequence that was reached
};

/// The keys of a batch of an outbox topic, each once.
std::vector<std::string> keys_of(const kafka::Batch& batch);

/// `last`: by key, the sequence that was reached before; what is not above it is dropped.
ExecutionFacts read_execution_events(kafka::Batch& batch,
                                     const std::map<std::string, std::string>& last);

} // namespace hatif::reporting
