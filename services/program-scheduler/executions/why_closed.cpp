#include "program_scheduler/executions/why_closed.hpp"

#include "program_scheduler/executions/status.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

std::string reason_of(ExecutionStatus status, const std::optional<std::string>& by_itself) {
    switch (status) {
    case ExecutionStatus::scheduled:
        return "start";
    case ExecutionStatus::running:
        return "window";
    default:
        return by_itself.value_or("paused");
    }
}

} // namespace

Result<std::map<base::ExecutionId, std::string>>
why_closed(pg::Transaction& transaction, const std::vector<base::ExecutionId>& executions) {
    std::map<base::ExecutionId, std::string> reasons;
    if (executions.empty()) return reasons;
    const auto rows = transaction.exec(
        "SELECT id, status, pause_reason FROM executions WHERE id = ANY($1)", executions);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        reasons.emplace(row.get<base::ExecutionId>(0),
                        reason_of(static_cast<ExecutionStatus>(row.get<std::int32_t>(1)),
                                  row.get<std::optional<std::string>>(2)));
    }
    return reasons;
}

} // namespace hatif::program_scheduler
