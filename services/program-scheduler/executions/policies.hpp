#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/linked_flows.hpp"
#include "program_scheduler/executions/call_settings.hpp"
#include "schedule/attempt.hpp"
#include "schedule/breaker.hpp"
#include "schedule/outcome.hpp"
#include "schedule/retry.hpp"

#include <map>
#include <optional>
#include <vector>

namespace hatif::program_scheduler {

/// What an execution's attempts are judged by.
struct Policy {
    base::OrganizationId organization;
    base::ProgramId program;
    base::FlowId flow;
    int flow_version = 1;
    LinkedFlows linked{}; ///< as they were at the launch; of a line none
    schedule::RetryPolicy retry{};
    schedule::Gate gate = schedule::Gate::open;
    bool test = false; ///< a test call: kept out of statistics
    CallRecording recording = CallRecording::none;
    std::vector<std::int32_t> amd{}; ///< as CallSettings has them
    std::optional<schedule::BreakerRule> breaker{};
};

/// The columns of an execution's policy, in the order in which read_policy takes them.
inline constexpr const char* policy_columns =
    "organization_id, coalesce(program_id, organization_id), flow_id, flow_version, retry_type, "
    "coalesce(retry_delay_minutes, 0), coalesce(retry_max, 0), status, retry_dates, retry_on, "
    "recording, amd, breaker_rate, breaker_calls, retry_by_outcome, linked_flows::text";
inline constexpr int policy_column_count = 16;
Policy read_policy(const pg::Row& row, int first);

enum class JobStatus { open = 0, completed = 1, failed = 2, skipped = 3 };

/// What is known of a job before its attempt ends.
struct JobBefore {
    schedule::Outcome outcome = schedule::Outcome::none; ///< of the attempt before
    bool answered = false;                               ///< by any attempt before
};

} // namespace hatif::program_scheduler
