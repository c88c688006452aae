#include "program_scheduler/executions/control.hpp"

#include "program_scheduler/executions/announce.hpp"
#include "program_scheduler/executions/counts.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

struct Held {
    ExecutionName name;
    base::FlowId flow;
    ExecutionStatus status;
    std::int64_t total = 0;
};

Result<Held> hold(pg::Transaction& transaction,
                  const base::OrganizationId& organization,
                  const base::ExecutionId& execution) {
    const auto rows = transaction.exec("SELECT program_id, flow_id, status, total FROM executions "
                                       "WHERE id = $1 AND organization_id = $2 FOR UPDATE",
                                       execution, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "no such execution", "EXECUTION_NOT_FOUND");
    const auto row = (*rows)[0];
    return Held{{organization, execution, row.get<base::ProgramId>(0)},
                row.get<base::FlowId>(1),
                static_cast<ExecutionStatus>(row.get<std::int32_t>(2)),
                row.get<std::int64_t>(3)};
}

Result<void> set_status(pg::Transaction& transaction,
                        const Held& held,
                        ExecutionStatus status,
                        base::Instant now) {
    const std::optional<base::Instant> end =
        gate_of(status) == schedule::Gate::ended ? std::optional{now} : std::nullopt;
    const auto set = transaction.exec(
        "UPDATE executions SET status = $2, updated_at = $3, ended_at = $4 WHERE id = $1",
        held.name.execution, static_cast<std::int32_t>(status), now, end);
    if (!set) return fail(set.error());
    return {};
}

/// Those who wait in the queue are skipped one by one, those who were not even planned by number.
Result<void> skip_waiting(pg::Transaction& transaction, const Held& held, base::Instant now) {
    const auto plan = transaction.exec(
        "UPDATE execution_plans SET done = true WHERE execution_id = $1 RETURNING planned",
        held.name.execution);
    if (!plan) return fail(plan.error());
    const auto unplanned = held.total - (*plan)[0].get<std::int64_t>(0);
    const auto skipped = transaction.exec(
        "WITH gone AS (DELETE FROM job_queue WHERE execution_id = $1 RETURNING job_id) "
        "UPDATE jobs j SET status = 3, reason = 'skipped_cancelled', attempt_id = NULL, epoch = 0 "
        "FROM gone WHERE j.id = gone.job_id RETURNING j.id, j.contact_id",
        held.name.execution);
    if (!skipped) return fail(skipped.error());
    CountChanges changes;
    changes.skipped(held.name.execution, unplanned + skipped->size());
    if (auto written = changes.write(transaction); !written) return written;
    std::vector<pg::Announcement> news;
    for (const auto row : *skipped) {
        news.push_back(job_skipped(held.name, row.get<base::JobId>(0), row.get<base::ContactId>(1),
                                   held.flow, "skipped_cancelled", now));
    }
    news.push_back(status_changed(held.name, ExecutionStatus::cancelled, unplanned, now));
    return pg::announce(transaction, news);
}

/// Before any lock: nobody waits in the line of another organization's execution.
Result<void> check_owner(pg::Transaction& transaction,
                         const base::OrganizationId& organization,
                         const base::ExecutionId& execution) {
    const auto rows = transaction.exec(
        "SELECT FROM executions WHERE id = $1 AND organization_id = $2", execution, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "no such execution", "EXECUTION_NOT_FOUND");
    return {};
}

/// Where a wish leads from here; the same status when it is fulfilled already.
Result<ExecutionStatus> next(ExecutionStatus now, Control what) {
    using enum ExecutionStatus;
    const bool alive = gate_of(now) != schedule::Gate::ended;
    if (what == Control::cancel && (alive || now == cancelled)) return cancelled;
    if (what == Control::pause && alive) return paused;
    if (what == Control::resume && alive) return running;
    return fail(Errc::conflict, "the execution has ended", "EXECUTION_STATUS_CONFLICT");
}

} // namespace

Result<void> control(pg::Transaction& transaction,
                     const base::OrganizationId& organization,
                     const base::ExecutionId& execution,
                     Control what,
                     base::Instant now) {
    if (auto owned = check_owner(transaction, organization, execution); !owned) return owned;
    if (auto locked = lock_stories(transaction, {execution}); !locked) return locked;
    const auto held = hold(transaction, organization, execution);
    if (!held) return fail(held.error());
    const auto status = next(held->status, what);
    if (!status) return fail(status.error());
    if (*status == held->status) return {};
    if (auto set = set_status(transaction, *held, *status, now); !set) return set;
    if (what == Control::cancel) return skip_waiting(transaction, *held, now);
    return pg::announce(transaction, {status_changed(held->name, *status, 0, now)});
}

} // namespace hatif::program_scheduler
