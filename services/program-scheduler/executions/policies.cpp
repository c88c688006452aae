#include "program_scheduler/executions/policies.hpp"

#include "program_scheduler/executions/by_outcome.hpp"
#include "program_scheduler/executions/status.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

schedule::RetryPolicy read_retry(const pg::Row& row, int first) {
    const std::chrono::duration<double, std::ratio<60>> delay{row.get<double>(first + 1)};
    schedule::RetryPolicy policy{
        .type = static_cast<schedule::RetryPolicy::Type>(row.get<std::int32_t>(first + 0)),
        .delay = std::chrono::duration_cast<base::Duration>(delay),
        .max_retries = row.get<std::int32_t>(first + 2),
        .dates = row.get<std::vector<base::Instant>>(first + 4)};
    const auto named = row.get<std::vector<std::int32_t>>(first + 5);
    if (!named.empty()) policy.on.clear();
    for (const auto outcome : named) policy.on.push_back(schedule::outcome_from(outcome));
    // What cannot be read must not keep attempts from ending: the rest of the policy holds.
    policy.by_outcome =
        by_outcome_in(row.get<std::vector<std::int64_t>>(first + 10)).value_or(ByOutcome{});
    return policy;
}

std::optional<schedule::BreakerRule> read_breaker(const pg::Row& row, int first) {
    const auto rate = row.get<std::optional<double>>(first);
    if (!rate) return std::nullopt;
    return schedule::BreakerRule{*rate, static_cast<std::size_t>(row.get<std::int32_t>(first + 1))};
}

} // namespace

Policy read_policy(const pg::Row& row, int first) {
    return {.organization = row.get<base::OrganizationId>(first),
            .program = row.get<base::ProgramId>(first + 1),
            .flow = row.get<base::FlowId>(first + 2),
            .flow_version = row.get<std::int32_t>(first + 3),
            .linked = linked_flows_in(row.get<std::string>(first + 15)),
            .retry = read_retry(row, first + 4),
            .gate = gate_of(static_cast<ExecutionStatus>(row.get<std::int32_t>(first + 7))),
            .recording = static_cast<CallRecording>(row.get<std::int32_t>(first + 10)),
            .amd = row.get<std::vector<std::int32_t>>(first + 11),
            .breaker = read_breaker(row, first + 12)};
}

} // namespace hatif::program_scheduler
