#include "program_scheduler/executions/policies.hpp"

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
    return policy;
}

} // namespace

Result<std::map<base::ExecutionId, Policy>>
read_policies(pg::Transaction& transaction, const std::vector<base::ExecutionId>& executions) {
    const auto rows = transaction.exec(
        "SELECT id, organization_id, coalesce(program_id, organization_id), flow_id, flow_version, "
        "retry_type, "
        "coalesce(retry_delay_minutes, 0), coalesce(retry_max, 0), status, retry_dates, retry_on, "
        "recording, amd FROM executions WHERE id = ANY($1)",
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
                   .retry = read_retry(row),
                   .gate = gate_of(static_cast<ExecutionStatus>(row.get<std::int32_t>(8))),
                   .recording = static_cast<CallRecording>(row.get<std::int32_t>(11)),
                   .amd = row.get<std::vector<std::int32_t>>(12)});
    }
    return policies;
}

Result<std::map<base::JobId, JobBefore>> read_jobs(pg::Transaction& transaction,
                                                   const std::vector<base::JobId>& jobs) {
    const auto rows =
        transaction.exec("SELECT id, outcome, answered FROM jobs WHERE id = ANY($1)", jobs);
    if (!rows) return fail(rows.error());
    std::map<base::JobId, JobBefore> before;
    for (const auto row : *rows) {
        before.emplace(
            row.get<base::JobId>(0),
            JobBefore{schedule::outcome_from(row.get<std::int32_t>(1)), row.get<bool>(2)});
    }
    return before;
}

} // namespace hatif::program_scheduler
