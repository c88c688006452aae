#include "reporting/job_rows.hpp"

namespace hatif::reporting {

using base::fail;
using base::Result;

namespace {

struct JobColumns {
    std::vector<Uuid> ids, organizations;
    std::vector<std::optional<Uuid>> executions, programs, contacts, flows;
    std::vector<std::optional<std::string>> called;
    std::vector<std::optional<Instant>> due;
    std::vector<bool> tests;
    std::vector<Instant> seen;
};

JobColumns columns_of(const JobsSeen& jobs) {
    JobColumns it;
    for (const auto& [id, job] : jobs) {
        it.ids.push_back(id);
        it.organizations.push_back(job.organization);
        it.executions.push_back(job.execution);
        it.programs.push_back(job.program);
        it.contacts.push_back(job.contact);
        it.flows.push_back(job.flow);
        it.called.push_back(job.called);
        it.due.push_back(job.due_at);
        it.tests.push_back(job.test);
        it.seen.push_back(job.first_seen);
    }
    return it;
}

} // namespace

Result<void> write_jobs(pg::Transaction& transaction, const JobsSeen& jobs, Cells& cells) {
    if (jobs.empty()) return {};
    const auto it = columns_of(jobs);
    const auto written = transaction.exec(
        "INSERT INTO jobs AS j (id, organization_id, execution_id, program_id, contact_id, flow_id,"
        "                       called, test, next_attempt_at, created_at, latest_at)"
        " SELECT i, o, e, p, c, f, n, t, d, s, GREATEST(s, d)"
        " FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[],"
        "   $7::text[], $8::bool[], $9::timestamptz[], $10::timestamptz[])"
        " AS u(i, o, e, p, c, f, n, t, d, s)"
        " ON CONFLICT (id) DO UPDATE SET"
        "   program_id = COALESCE(j.program_id, EXCLUDED.program_id),"
        "   flow_id = COALESCE(j.flow_id, EXCLUDED.flow_id),"
        "   called = COALESCE(EXCLUDED.called, j.called),"
        "   test = j.test OR EXCLUDED.test"
        " WHERE j.flow_id IS NULL AND EXCLUDED.flow_id IS NOT NULL"
        "    OR EXCLUDED.called <> COALESCE(j.called, '')"
        "    OR EXCLUDED.test AND NOT j.test"
        " RETURNING execution_id, xmax = 0", // 0: no row was there before
        it.ids, it.organizations, it.executions, it.programs, it.contacts, it.flows, it.called,
        it.tests, it.due, it.seen);
    if (!written) return fail(written.error());
    for (const auto row : *written) {
        if (!row.null(0) && row.get<bool>(1)) ++cells[{row.get<Uuid>(0), Kind::jobs}].count;
    }
    return {};
}

Result<void> write_skips(pg::Transaction& transaction, const JobsSeen& jobs) {
    std::vector<Uuid> ids;
    std::vector<std::string> reasons;
    std::vector<Instant> seen;
    for (const auto& [id, job] : jobs) {
        if (!job.skipped_reason) continue;
        ids.push_back(id);
        reasons.push_back(*job.skipped_reason);
        seen.push_back(job.first_seen);
    }
    if (ids.empty()) return {};
    const auto written =
        transaction.exec("UPDATE jobs SET skipped_reason = r, next_attempt_at = NULL,"
                         "   latest_at = GREATEST(created_at, s)"
                         " FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS u(i, r, s)"
                         " WHERE id = i AND skipped_reason IS NULL",
                         ids, reasons, seen);
    if (!written) return fail(written.error());
    return {};
}

Result<void> summarise(pg::Transaction& transaction, const std::vector<Uuid>& jobs) {
    if (jobs.empty()) return {};
    const auto written = transaction.exec(
        "UPDATE jobs SET last_attempt = a.number, outcome = a.outcome,"
        "   next_attempt_at = CASE WHEN skipped_reason IS NULL THEN a.retry_at END,"
        "   ended_outcome = a.ended_outcome, answered = a.answered,"
        "   latest_at = GREATEST(latest_at, a.latest) FROM ("
        "  SELECT job_id, max(number) AS number,"
        "    (array_agg(outcome ORDER BY number DESC))[1] AS outcome,"
        "    (array_agg(retry_at ORDER BY number DESC))[1] AS retry_at,"
        "    (array_agg(outcome ORDER BY number DESC)"
        "       FILTER (WHERE outcome IS NOT NULL))[1] AS ended_outcome,"
        "    bool_or(answered) AS answered,"
        "    max(GREATEST(started_at, ended_at, retry_at)) AS latest"
        "  FROM attempts WHERE job_id = ANY ($1::uuid[]) GROUP BY job_id) a"
        " WHERE jobs.id = a.job_id"
        "   AND (last_attempt, jobs.outcome, next_attempt_at, jobs.ended_outcome, jobs.answered)"
        "       IS DISTINCT FROM"
        "       (a.number, a.outcome, a.retry_at, a.ended_outcome, a.answered)",
        jobs);
    if (!written) return fail(written.error());
    return {};
}

Result<Standings> read_standings(pg::Transaction& transaction, const std::vector<Uuid>& jobs) {
    Standings standings;
    if (jobs.empty()) return standings;
    const auto rows = transaction.exec(
        "SELECT id, execution_id, COALESCE(ended_outcome, 0), answered,"
        "   outcome IS NULL OR next_attempt_at IS NOT NULL, skipped_reason"
        " FROM jobs WHERE id = ANY ($1::uuid[]) AND execution_id IS NOT NULL AND NOT test",
        jobs);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        standings.emplace(row.get<Uuid>(0),
                          Standing{.execution = row.get<Uuid>(1),
                                   .outcome = row.get<std::int32_t>(2),
                                   .answered = row.get<bool>(3),
                                   .waits = row.get<bool>(4),
                                   .skipped_reason = row.get<std::optional<std::string>>(5)});
    }
    return standings;
}

} // namespace hatif::reporting
