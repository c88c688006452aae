#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "kafka/consumer.hpp"

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
    Instant first_seen{};

    bool operator==(const JobSeen&) const = default;
};

/// Sorted by id: rows are locked in one order everywhere.
using JobsSeen = std::map<Uuid, JobSeen>;

/// Adds what a later event tells to what is known.
void merge(JobSeen& known, const JobSeen& later);

/// One call event; the payload's view lives as long as the batch.
struct CallFact {
    Uuid attempt;
    Uuid job;
    std::int32_t number;
    std::int32_t sequence;
    std::string_view payload;
};

struct CallFacts {
    std::vector<CallFact> facts;
    JobsSeen jobs;
};

CallFacts read_call_events(kafka::Batch& batch);

/// The facts above the last sequence that is known of their attempt, in order: the others came
/// before. Raises `last` to what remains.
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
    Uuid attempt;
    Uuid job;
    std::int32_t number;
    std::int32_t outcome; ///< hatif.type.v1.Outcome
    std::string outcome_reason;
    std::string called;
    std::string caller;
    std::optional<Uuid> flow;
    std::int32_t flow_version;
    std::optional<Instant> started_at{};
    std::optional<Instant> ended_at{};
    std::optional<Instant> retry_at{}; ///< none: it was the last
};

struct ExecutionFacts {
    std::vector<Launched> launched;
    std::map<Uuid, AttemptEnded> ended; ///< by attempt
    JobsSeen jobs;
    std::map<std::string, std::string> last; ///< by key, the sequence that was reached
};

/// The keys of a batch of an outbox topic, each once.
std::vector<std::string> keys_of(const kafka::Batch& batch);

/// `last`: by key, the sequence that was reached before; what is not above it is dropped.
ExecutionFacts read_execution_events(kafka::Batch& batch,
                                     const std::map<std::string, std::string>& last);

} // namespace hatif::reporting
