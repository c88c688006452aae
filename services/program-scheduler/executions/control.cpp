#include "program_scheduler/executions/control.hpp"

#include "program_scheduler/executions/announce.hpp"
#include "program_scheduler/executions/counts.hpp"
#include "program_scheduler/executions/failure_breakers.hpp"
#include "program_scheduler/executions/node_counts.hpp"
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
    std::optional<base::Instant> start_at{};
    bool live = false; ///< all of its contacts have a job
};

Result<Held> hold(pg::Transaction& transaction,
                  const base::OrganizationId& organization,
                  const base::ExecutionId& execution) {
    const auto rows =
        transaction.exec("SELECT program_id, flow_id, status, total, start_at, mode = 2 FROM "
                         "executions WHERE id = $1 AND organization_id = $2 FOR UPDATE",
                         execution, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "no such execution", "EXECUTION_NOT_FOUND");
    const auto row = (*rows)[0];
    return Held{{organization, execution, row.get<base::ProgramId>(0)},
                row.get<base::FlowId>(1),
                static_cast<ExecutionStatus>(row.get<std::int32_t>(2)),
                row.get<std::int64_t>(3),
                row.get<std::optional<base::Instant>>(4),
                row.get<bool>(5)};
}

Result<void> set_status(pg::Transaction& transaction,
                        const Held& held,
                        ExecutionStatus status,
                        const std::string& reason,
                        base::Instant now) {
    const auto when = [&](bool it_is) { return it_is ? std::optional{now} : std::nullopt; };
    const bool by_itself = status == ExecutionStatus::paused_threshold;
    const auto set = transaction.exec(
        "UPDATE executions SET status = $2, updated_at = $3, ended_at = $4, "
        "started_at = coalesce(started_at, $5), paused_at = $6, pause_reason = $7 WHERE id = $1",
        held.name.execution, static_cast<std::int32_t>(status), now,
        when(schedule::is_over(gate_of(status))), when(status == ExecutionStatus::running),
        when(is_paused(status)), by_itself ? std::optional{reason} : std::nullopt);
    if (!set) return fail(set.error());
    return {};
}

/// So many who wait are skipped in one transaction: none takes long, however many there are.
constexpr std::int64_t skipped_at_once = 2'000;

/// Those of the queue, one by one, with their news. The execution remembers whether more may be
/// left.
Result<void> skip_some(pg::Transaction& transaction,
                       const Held& held,
                       ExecutionStatus status,
                       std::vector<pg::Announcement>& news,
                       base::Instant now) {
    const std::string reason{schedule::skip_reason(gate_of(status))};
    const auto skipped = transaction.exec(
        "WITH p AS MATERIALIZED (SELECT due_at, job_id FROM job_queue WHERE execution_id = $1 "
        "LIMIT $3 FOR UPDATE), gone AS (DELETE FROM job_queue q USING p WHERE q.execution_id = $1 "
        "AND q.due_at = p.due_at AND q.job_id = p.job_id RETURNING q.job_id) "
        "UPDATE jobs j SET status = 3, reason = $2, attempt_id = NULL "
        "FROM gone WHERE j.id = gone.job_id RETURNING j.id, j.contact_id",
        held.name.execution, reason, skipped_at_once);
    if (!skipped) return fail(skipped.error());
    const auto more =
        transaction.exec("UPDATE executions SET skipping = $2 WHERE id = $1 AND skipping <> $2",
                         held.name.execution, skipped->size() == skipped_at_once);
    if (!more) return fail(more.error());
    CountChanges changes;
    changes.skipped(held.name.execution, skipped->size());
    if (auto written = changes.write(transaction); !written) return written;
    for (const auto row : *skipped) {
        news.push_back(job_skipped(held.name, row.get<base::JobId>(0), row.get<base::ContactId>(1),
                                   held.flow, reason, now));
    }
    return {};
}

/// Whoever waits in the queue is skipped one by one, those who were not even planned by number.
Result<void> skip_waiting(pg::Transaction& transaction,
                          const Held& held,
                          ExecutionStatus status,
                          base::Instant now) {
    const auto plan = transaction.exec(
        "UPDATE execution_plans SET done = true WHERE execution_id = $1 RETURNING planned",
        held.name.execution);
    if (!plan) return fail(plan.error());
    const auto unplanned = held.live ? 0 : held.total - (*plan)[0].get<std::int64_t>(0);
    CountChanges changes;
    changes.skipped(held.name.execution, unplanned);
    if (auto written = changes.write(transaction); !written) return written;
    std::vector<pg::Announcement> news;
    if (auto done = skip_some(transaction, held, status, news, now); !done) return done;
    const StatusWhy why{.skipped = std::string{schedule::skip_reason(gate_of(status))}};
    news.push_back(status_changed(held.name, status, unplanned, now, why));
    return pg::announce(transaction, news);
}

/// In the order of attempts, as everyone locks them. What was not started yet goes back, or is
/// skipped, when its dialer asks for Start.
Result<void> hang_up(pg::Transaction& transaction, const base::ExecutionId& execution) {
    const auto told = transaction.exec(
        "UPDATE leases l SET hang_up = true FROM (SELECT attempt_id FROM leases "
        "WHERE execution_id = $1 AND started_at IS NOT NULL ORDER BY attempt_id FOR UPDATE) held "
        "WHERE l.attempt_id = held.attempt_id",
        execution);
    if (!told) return fail(told.error());
    return {};
}

/// Its rules begin anew, or go on, with the word that comes with the resume.
Result<void> refresh_rules(pg::Transaction& transaction,
                           const Held& held,
                           const ControlWith& with,
                           base::Instant now) {
    if (with.rules) {
        const auto set = transaction.exec(
            "UPDATE executions SET auto_pause_rules = $2, updated_at = $3 WHERE id = $1",
            held.name.execution, as_json(*with.rules), now);
        if (!set) return fail(set.error());
    }
    if (!is_paused(held.status)) return {};
    if (auto done = resume_counts(transaction, held.name.execution); !done) return done;
    return forget_breaker(transaction, held.name.execution);
}

/// Before any lock: nobody waits in the line of another organization's execution.
Result<void> check_owner(pg::Transaction& transaction,
                         const base::OrganizationId& organization,
                         const base::ExecutionId& execution) {
    const auto rows = transaction.exec(
        "SELECT FROM executions WHERE id = $1 AND organization_id = $2 AND program_id IS NOT NULL",
        execution, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "no such execution", "EXECUTION_NOT_FOUND");
    return {};
}

} // namespace

Result<void> control(pg::Transaction& transaction,
                     const base::OrganizationId& organization,
                     const base::ExecutionId& execution,
                     Control what,
                     base::Instant now,
                     const ControlWith& with) {
    if (auto owned = check_owner(transaction, organization, execution); !owned) return owned;
    if (auto locked = lock_stories(transaction, {execution}); !locked) return locked;
    const auto held = hold(transaction, organization, execution);
    if (!held) return fail(held.error());
    const auto status = step(held->status, what, !held->start_at || *held->start_at <= now);
    if (!status) return fail(status.error());
    if (with.hang_up) {
        if (auto told = hang_up(transaction, execution); !told) return told;
    }
    if (what == Control::resume) {
        if (auto done = refresh_rules(transaction, *held, with, now); !done) return done;
    }
    if (*status == held->status) return {};
    if (auto set = set_status(transaction, *held, *status, with.reason, now); !set) return set;
    if (schedule::is_over(gate_of(*status))) {
        return skip_waiting(transaction, *held, *status, now);
    }
    const bool by_itself = *status == ExecutionStatus::paused_threshold;
    const StatusWhy why{.paused = by_itself ? with.reason : std::string{}};
    return pg::announce(transaction, {status_changed(held->name, *status, 0, now, why)});
}

Result<void> skip_more(pg::Transaction& transaction,
                       const base::OrganizationId& organization,
                       const base::ExecutionId& execution,
                       base::Instant now) {
    if (auto locked = lock_stories(transaction, {execution}); !locked) return locked;
    const auto held = hold(transaction, organization, execution);
    if (!held) return fail(held.error());
    if (!schedule::is_over(gate_of(held->status))) return {};
    std::vector<pg::Announcement> news;
    if (auto done = skip_some(transaction, *held, held->status, news, now); !done) return done;
    return pg::announce(transaction, news);
}

} // namespace hatif::program_scheduler
