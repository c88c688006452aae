#include "program_scheduler/leasing/plain_start.hpp"

#include "program_scheduler/limits.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

constexpr double validity = std::chrono::duration<double>{start_validity}.count();

} // namespace

/// One statement, for a worker asks again before long: its question must not wait in line for
/// longer than its patience. The executions are locked before their leases, and judged as they are
/// then. Each lease is looked up once, by its key: joined instead, all leases of the executions
/// would be compared with all that are asked for.
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
    const auto answers = transaction.finish({pg::query(
        "WITH brief AS MATERIALIZED (SELECT set_config('lock_timeout', '100ms', true)), "
        "held AS MATERIALIZED (SELECT e.id, e.status = 2 AND e.opens_at <= clock_timestamp() AND "
        "(e.closes_at IS NULL OR clock_timestamp() + make_interval(secs => $4) <= e.closes_at) "
        "AS is_open, e.cap_calls IS NOT NULL AS is_capped FROM brief, executions e "
        "WHERE e.id = ANY(ARRAY(SELECT DISTINCT execution_id FROM leases WHERE "
        "attempt_id = ANY($1))) ORDER BY e.id FOR SHARE OF e), "
        "begun AS (UPDATE leases l SET started_at = clock_timestamp(), expires_at = "
        "clock_timestamp() + make_interval(secs => $3) WHERE l.ctid = ANY(ARRAY(SELECT it.at FROM "
        "unnest($1::uuid[], $2::int[]) AS u(id, epoch) CROSS JOIN LATERAL (SELECT ctid AS at, "
        "epoch FROM leases WHERE attempt_id = u.id OFFSET 0) it WHERE it.epoch = u.epoch)) "
        "AND l.execution_id = ANY(ARRAY(SELECT id FROM held WHERE is_open)) "
        "AND l.started_at IS NULL AND (l.not_after IS NULL OR "
        "l.not_after >= clock_timestamp() + make_interval(secs => $4)) RETURNING l.*), "
        "noted AS (INSERT INTO recent_dials (organization_id, number, at, attempt_id) "
        "SELECT b.organization_id, b.to_number, b.started_at, b.attempt_id FROM begun b "
        "JOIN held h ON h.id = b.execution_id WHERE h.is_capped) "
        "SELECT attempt_id, epoch FROM begun",
        attempts, epochs, static_cast<double>(desk.lease_time.count()), validity)});
    if (!answers) return fail(answers.error());
    for (const auto row : answers->front()) {
        started.emplace(row.get<base::AttemptId>(0), row.get<std::int32_t>(1));
    }
    return started;
}

} // namespace hatif::program_scheduler
