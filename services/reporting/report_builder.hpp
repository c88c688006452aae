#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"

#include <hatif/dialer/v1/call_events.pb.h>
#include <hatif/reporting/v1/report.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// From what is stored of a job to the report of it. Outcomes and reasons come from the scheduler's
/// attempt_ended, the rest from the call's own events; either may not have come yet.
namespace hatif::reporting {

/// What the scheduler said at the end of an attempt.
struct AttemptEnd {
    std::int32_t outcome = 0; ///< hatif.type.v1.Outcome
    std::string outcome_reason{};
    std::string called{};
    std::string caller{};
    std::optional<base::Uuid> flow{};
    std::int32_t flow_version = 0;
    std::optional<base::Instant> started_at{};
    std::optional<base::Instant> ended_at{};
    std::optional<base::Instant> retry_at{};
    bool inbound = false; ///< the call came to us
};

struct StoredAttempt {
    base::Uuid id{};
    std::int32_t number = 1;
    std::optional<AttemptEnd> end{};
    std::vector<dialer::v1::CallEvent> events{}; ///< by sequence
    std::vector<v1::Recording> recordings{};     ///< in the order in which they began
};

struct StoredJob {
    base::Uuid id{};
    std::optional<base::Uuid> execution{};
    std::optional<base::Uuid> program{};
    std::optional<base::Uuid> contact{};
    std::optional<base::Uuid> flow{};
    std::optional<std::string> skipped_reason{};
    std::optional<base::Instant> created_at{};
    std::optional<base::Instant> due_at{}; ///< of the first attempt, while there is none
    bool test = false;
    std::vector<StoredAttempt> attempts{}; ///< by number
};

///     skipped                          failed, by the skip's reason
///     no attempt yet                   queued
///     the last attempt is not over     active
///     it is over, a retry is due       queued
///     over, reached the person         completed    (completed, user_hangup)
///     over, any other outcome          failed
v1::JobStatus status_of(const StoredJob& job);

v1::CallReport build_report(const StoredJob& job);

} // namespace hatif::reporting
