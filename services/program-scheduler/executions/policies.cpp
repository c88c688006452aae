#include "program_scheduler/executions/policies.hpp"

#include "program_scheduler/executions/by_outcome.hpp"
#include "program_scheduler/executions/status.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

schedule::RetryPolicy read_retry(const pg::Row& row) {
    const std::chrono::duration<double, std::ratio<60>> delay{row.get<double>(6)};
    schedule::RetryPolicy policy{
        .type = static_cast<schedule::RetryPolicy::Type>(row.get<std::int32_t>(5)),
        .delay = std::chrono::duration_cast<base::Duration>(delay),
        .max_retries = row.get<std::int32_t>(7),
        .dates = row.get<std::vector<base::Instant>>(9)};
    const auto named = row.get<std::vector<std::int32_t>>(10);
    if (!named.empty()) policy.on.clear();
    for (const auto outcome : named) policy.on.push_back(schedule::outcome_from(outcome));
    // What cannot be read must not keep attempts from ending: the rest of the policy holds.
    policy.by_outcome = by_outcome_in(row.get<std::vector<std::int64_t>>(15)).value_or(ByOutcome{});
    return policy;
}

std::optional<schedule::BreakerRule> read_breaker(const pg::Row& row, int first) {
    const auto rate = row.get<std::optional<double>>(first);
    if (!rate) return std::nullopt;
    return schedule::BreakerRule{*rate, static_cast<std::size_t>(row.get<std::int32_t>(first + 1))};
}

} // namespace

Result<std::map<base::ExecutionId, Policy>>
read_policies(pg::Transaction& transaction, const std::vector<base::ExecutionId>& executions) {
    const auto rows = transaction.exec(
        "SELECT id, organization_id, coalesce(program_id, organization_id), flow_id, flow_version, "
        "retry_type, "
        "coalesce(retry_delay_minutes, 0), coalesce(retry_max, 0), status, retry_dates, retry_on, "
        "recording, amd, breaker_rate, breaker_calls, retry_by_outcome, linked_flows::text "
        "FROM executions WHERE id = "
        "ANY($1)",
        executions);
    if (!rows) return fail(rows.error());
    std::map<base::ExecutionId, Policy> policies;
    for (const auto row : *rows) {
        policies.emplace(
            row.get<base::ExecutionId>(0),
            Policy{.organization = row.get<base::OrganizationId>(1),
                   .program = row.get<base::ProgramId>(2),
                   .flow = row.get<base::FlowId>(3),
                   .flow_version = row.get<std::int32_t>(4),
                   .linked = linked_flows_in(row.get<std::string>(16)),
                   .retry = read_retry(row),
                   .gate = gate_of(static_cast<ExecutionStatus>(row.get<std::int32_t>(8))),
                   .recording = static_cast<CallRecording>(row.get<std::int32_t>(11)),
                   .amd = row.get<std::vector<std::int32_t>>(12),
                   .breaker = read_breaker(row, 13)});
    }
    return policies;
}

} // namespace hatif::program_scheduler
