#include "program_scheduler/calls/single_call_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

Result<std::optional<base::ExecutionId>> find_line(pg::Transaction& transaction,
                                                   const base::OrganizationId& organization,
                                                   const base::DidId& did) {
    const auto rows = transaction.exec("SELECT id FROM executions WHERE organization_id = $1 AND "
                                       "did_pool[1] = $2 AND program_id IS NULL",
                                       organization, did);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<base::ExecutionId>{};
    return std::optional{(*rows)[0].get<base::ExecutionId>(0)};
}

base::Duration milliseconds(std::int64_t count) {
    return std::chrono::milliseconds{count};
}

/// What a job of a line is run with and judged by.
Result<void> insert_terms(pg::Transaction& transaction,
                          const base::JobId& job,
                          const SingleCall& call,
                          base::Instant now) {
    const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(call.retry.delay);
    const auto terms = transaction.exec(
        "INSERT INTO single_calls (job_id, flow_id, flow_version, retry_type, retry_delay_ms, "
        "retry_max, retry_dates, initial_variables, currency, test, created_at, recording, "
        "inbound) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        job, call.flow, static_cast<std::int32_t>(call.flow_version),
        static_cast<std::int32_t>(call.retry.type), static_cast<std::int64_t>(delay.count()),
        static_cast<std::int32_t>(call.retry.max_retries), call.retry.dates, call.initial_variables,
        call.currency, call.test, now, static_cast<std::int32_t>(call.recording), call.inbound);
    if (!terms) return fail(terms.error());
    return {};
}

} // namespace

Result<base::ExecutionId> line_at(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const base::DidId& did,
                                  base::Instant now) {
    const auto found = find_line(transaction, organization, did);
    if (!found) return fail(found.error());
    if (*found) return **found;
    const auto made = transaction.exec(
        "INSERT INTO executions (id, organization_id, audience_id, audience_version, flow_id, "
        "flow_version, did_pool, retry_type, total, status, started_at, created_at, updated_at, "
        "include_unreachable) VALUES ($1, $2, $3, 0, $3, 0, $4, 0, 0, 2, $5, $5, $5, true) "
        "ON CONFLICT DO NOTHING",
        base::Uuid::v7(now), organization, base::Uuid{}, std::vector<base::DidId>{did}, now);
    if (!made) return fail(made.error());
    // Made by us, or by someone whose commit we have waited for.
    const auto line = find_line(transaction, organization, did);
    if (!line) return fail(line.error());
    if (!*line) return fail(base::Errc::conflict, "the line is being made", "RETRY");
    return **line;
}

Result<void> insert_call(pg::Transaction& transaction,
                         const NewCall& what,
                         const SingleCall& call,
                         base::Instant now) {
    const auto job = transaction.exec(
        "WITH made AS (INSERT INTO jobs (id, execution_id, organization_id, contact_id, "
        "attempt_id) VALUES ($1, $2, $3, $4, $5) RETURNING id, contact_id, attempt_id) "
        "INSERT INTO job_queue (execution_id, due_at, job_id, contact_id, attempt_id) "
        "SELECT $2, $6, id, contact_id, attempt_id FROM made",
        what.job, what.line, what.organization, what.contact, what.first_attempt, what.due_at);
    if (!job) return fail(job.error());
    return insert_terms(transaction, what.job, call, now);
}

Result<void> insert_held_call(pg::Transaction& transaction,
                              const NewCall& what,
                              const SingleCall& call,
                              base::Instant now) {
    const auto job = transaction.exec(
        "INSERT INTO jobs (id, execution_id, organization_id, contact_id, attempt_id) "
        "VALUES ($1, $2, $3, $4, $5)",
        what.job, what.line, what.organization, what.contact, what.first_attempt);
    if (!job) return fail(job.error());
    return insert_terms(transaction, what.job, call, now);
}

Result<std::map<base::JobId, SingleCall>> read_single_calls(pg::Transaction& transaction,
                                                            const std::vector<base::JobId>& jobs) {
    std::map<base::JobId, SingleCall> found;
    if (jobs.empty()) return found;
    const auto rows = transaction.exec(
        "SELECT job_id, flow_id, flow_version, retry_type, coalesce(retry_delay_ms, 0), retry_max, "
        "retry_dates, initial_variables, currency, test, cancelled_at IS NOT NULL, "
        "recording, inbound FROM single_calls WHERE job_id = ANY($1)",
        jobs);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        SingleCall call{.flow = row.get<base::FlowId>(1),
                        .flow_version = row.get<std::int32_t>(2),
                        .initial_variables = row.get<std::string>(7),
                        .currency = row.get<std::string>(8),
                        .test = row.get<bool>(9),
                        .cancelled = row.get<bool>(10),
                        .recording = static_cast<CallRecording>(row.get<std::int32_t>(11)),
                        .inbound = row.get<bool>(12)};
        call.retry.type = static_cast<schedule::RetryPolicy::Type>(row.get<std::int32_t>(3));
        call.retry.delay = milliseconds(row.get<std::int64_t>(4));
        call.retry.max_retries = row.get<std::int32_t>(5);
        call.retry.dates = row.get<std::vector<base::Instant>>(6);
        found.emplace(row.get<base::JobId>(0), std::move(call));
    }
    return found;
}

} // namespace hatif::program_scheduler
