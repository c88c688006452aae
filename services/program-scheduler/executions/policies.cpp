#include "program_scheduler/executions/policies.hpp"

#include "program_scheduler/executions/status.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

Result<std::map<base::ExecutionId, Policy>>
read_policies(pg::Transaction& transaction, const std::vector<base::ExecutionId>& executions) {
    const auto rows = transaction.exec(
        "SELECT id, organization_id, program_id, flow_id, flow_version, retry_type, "
        "coalesce(retry_delay_minutes, 0), coalesce(retry_max, 0), status "
        "FROM executions WHERE id = ANY($1)",
        executions);
    if (!rows) return fail(rows.error());
    std::map<base::ExecutionId, Policy> policies;
    for (const auto row : *rows) {
        const std::chrono::duration<double, std::ratio<60>> delay{row.get<double>(6)};
        policies.emplace(
            row.get<base::ExecutionId>(0),
            Policy{.organization = row.get<base::OrganizationId>(1),
                   .program = row.get<base::ProgramId>(2),
                   .flow = row.get<base::FlowId>(3),
                   .flow_version = row.get<std::int32_t>(4),
                   .retry = {static_cast<schedule::RetryPolicy::Type>(row.get<std::int32_t>(5)),
                             std::chrono::duration_cast<base::Duration>(delay),
                             row.get<std::int32_t>(7)},
                   .gate = gate_of(static_cast<ExecutionStatus>(row.get<std::int32_t>(8)))});
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
