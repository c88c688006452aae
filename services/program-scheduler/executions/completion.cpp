#include "program_scheduler/executions/completion.hpp"

#include "program_scheduler/executions/announce.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

Result<std::vector<base::ExecutionId>> find_completed(pg::Transaction& transaction) {
    const auto rows = transaction.exec(
        "SELECT e.id FROM executions e JOIN execution_counts c ON c.execution_id = e.id "
        "JOIN execution_plans p ON p.execution_id = e.id WHERE e.status = 2 AND p.done "
        "AND c.completed + c.failed + c.skipped = e.total ORDER BY e.id");
    if (!rows) return fail(rows.error());
    std::vector<base::ExecutionId> found;
    for (const auto row : *rows) found.push_back(row.get<base::ExecutionId>(0));
    return found;
}

Result<void>
complete(pg::Transaction& transaction, const base::ExecutionId& execution, base::Instant now) {
    const auto held = transaction.exec("SELECT organization_id, program_id FROM executions WHERE "
                                       "id = $1 AND status = 2 FOR UPDATE",
                                       execution);
    if (!held) return fail(held.error());
    if (held->empty()) return {};
    const auto changed = transaction.exec(
        "UPDATE executions e SET status = 4, ended_at = $2, updated_at = $2 "
        "FROM execution_counts c, execution_plans p WHERE e.id = $1 AND c.execution_id = e.id "
        "AND p.execution_id = e.id AND p.done AND c.completed + c.failed + c.skipped = e.total "
        "AND NOT EXISTS (SELECT FROM job_queue q WHERE q.execution_id = e.id) "
        "AND NOT EXISTS (SELECT FROM leases l WHERE l.execution_id = e.id)",
        execution, now);
    if (!changed) return fail(changed.error());
    if (changed->affected() == 0) return {};
    const ExecutionName name{(*held)[0].get<base::OrganizationId>(0), execution,
                             (*held)[0].get<base::ProgramId>(1)};
    return pg::announce(transaction, {status_changed(name, ExecutionStatus::completed, 0, now)});
}

} // namespace hatif::program_scheduler
