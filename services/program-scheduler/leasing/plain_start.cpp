#include "program_scheduler/leasing/plain_start.hpp"

#include "program_scheduler/leasing/live_numbers.hpp"
#include "program_scheduler/limits.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

constexpr double validity = std::chrono::duration<double>{start_validity}.count();

struct OpenExecutions {
    std::vector<base::ExecutionId> all{};
    bool capped = false; ///< some have a frequency cap
};

/// Those of the attempts' executions whose gate is open. A worker asks again before long: its
/// question must not wait in line for longer than its patience.
Result<OpenExecutions> lock_open(pg::Transaction& transaction,
                                 const std::vector<base::AttemptId>& attempts) {
    const auto rows = transaction.exec(
        "WITH brief AS MATERIALIZED (SELECT set_config('lock_timeout', '100ms', true)) "
        "SELECT e.id, e.status = 2 AND e.opens_at <= clock_timestamp() AND (e.closes_at IS NULL OR "
        "clock_timestamp() + make_interval(secs => $2) <= e.closes_at), e.cap_calls IS NOT NULL "
        "FROM brief, executions e WHERE e.id = ANY(ARRAY(SELECT DISTINCT execution_id FROM leases "
        "WHERE attempt_id = ANY($1))) ORDER BY e.id FOR SHARE OF e",
        attempts, validity);
    if (!rows) return fail(rows.error());
    OpenExecutions open;
    for (const auto row : *rows) {
        if (!row.get<bool>(1)) continue;
        open.all.push_back(row.get<base::ExecutionId>(0));
        open.capped = open.capped || row.get<bool>(2);
    }
    return open;
}

} // namespace

Result<std::set<Epoch>>
start_plain(pg::Transaction& transaction, const Desk& desk, const std::vector<Epoch>& asked) {
    std::set<Epoch> started;
    if (asked.empty()) return started;
    std::vector<base::AttemptId> attempts;
    std::vector<std::int32_t> epochs;
    for (const auto& [attempt, epoch] : asked) {
        attempts.push_back(attempt);
        epochs.push_back(epoch);
    }
    const auto open = lock_open(transaction, attempts);
    if (!open) return fail(open.error());
    if (open->all.empty()) return started;
    // Each lease is looked up once, by its key: joined instead, all leases of the executions would
    // be compared with all that are asked for.
    const auto rows = transaction.exec(
        "UPDATE leases l SET started_at = clock_timestamp(), expires_at = clock_timestamp() + "
        "make_interval(secs => $4) WHERE l.ctid = ANY(ARRAY(SELECT it.at FROM "
        "unnest($1::uuid[], $2::int[]) AS u(id, epoch) CROSS JOIN LATERAL (SELECT ctid AS at, "
        "epoch FROM leases WHERE attempt_id = u.id OFFSET 0) it WHERE it.epoch = u.epoch)) "
        "AND l.started_at IS NULL AND l.execution_id = ANY($3) AND (l.not_after IS NULL OR "
        "l.not_after >= clock_timestamp() + make_interval(secs => $5)) "
        "RETURNING l.attempt_id, l.epoch",
        attempts, epochs, open->all, static_cast<double>(desk.lease_time.count()), validity);
    if (!rows) return fail(rows.error());
    std::vector<base::AttemptId> dialled;
    for (const auto row : *rows) {
        dialled.push_back(row.get<base::AttemptId>(0));
        started.emplace(dialled.back(), row.get<std::int32_t>(1));
    }
    if (!open->capped) return started;
    if (auto noted = note_dials(transaction, dialled); !noted) return fail(noted.error());
    return started;
}

} // namespace hatif::program_scheduler
