#include "program_scheduler/calls/trail_rows.hpp"

#include "program_scheduler/executions/execution_rows.hpp"
#include "program_scheduler/executions/person_hours.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// When an id of version 7 was made: its first 48 bits, in milliseconds.
base::Instant made_at(const base::Uuid& id) {
    std::int64_t milliseconds = 0;
    for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds * 256 + id.bytes()[i];
    return base::Instant{std::chrono::milliseconds{milliseconds}};
}

Result<JobStory> read_job(pg::Transaction& transaction,
                          const base::OrganizationId& organization,
                          const base::JobId& job) {
    const auto rows = transaction.exec(
        "SELECT j.status, j.reason, j.contact_id, coalesce(s.flow_id, e.flow_id), "
        "coalesce(s.flow_version, e.flow_version), e.id, e.program_id, e.status, e.ended_at, "
        "s.cancelled_at, s.created_at, (SELECT q.due_at FROM job_queue q "
        "WHERE q.execution_id = e.id AND q.job_id = j.id LIMIT 1), coalesce(s.inbound, false), "
        "e.paused_at, e.pause_reason "
        "FROM jobs j JOIN executions e ON e.id = j.execution_id "
        "LEFT JOIN single_calls s ON s.job_id = j.id "
        "WHERE j.id = $1 AND j.organization_id = $2",
        job, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "no such job", "JOB_NOT_FOUND");
    const auto row = (*rows)[0];
    const auto asked_at = row.get<std::optional<base::Instant>>(10);
    return JobStory{.id = job,
                    .status = static_cast<JobStatus>(row.get<std::int32_t>(0)),
                    .reason = row.get<std::string>(1),
                    .contact = row.get<base::ContactId>(2),
                    .flow = row.get<base::FlowId>(3),
                    .flow_version = row.get<std::int32_t>(4),
                    .execution = row.get<base::ExecutionId>(5),
                    .program = row.get<std::optional<base::ProgramId>>(6),
                    .execution_status = static_cast<ExecutionStatus>(row.get<std::int32_t>(7)),
                    .execution_ended_at = row.get<std::optional<base::Instant>>(8),
                    .paused_at = row.get<std::optional<base::Instant>>(13),
                    .pause_reason = row.get<std::optional<std::string>>(14),
                    .cancelled_at = row.get<std::optional<base::Instant>>(9),
                    .inbound = row.get<bool>(12),
                    .made_at = asked_at.value_or(made_at(job.value())),
                    .due_at = row.get<std::optional<base::Instant>>(11)};
}

/// Those that have ended, and the one that a worker holds.
Result<void> read_attempts(pg::Transaction& transaction, JobStory& story) {
    const auto rows = transaction.exec(
        "SELECT id, number, worker, to_number, from_number, leased_at, started_at, ended_at, "
        "outcome, reason, retry_at FROM attempts WHERE job_id = $1 "
        "UNION ALL SELECT l.attempt_id, l.attempt_number, l.worker, l.to_number, l.from_number, "
        "l.leased_at, l.started_at, NULL, 0, '', NULL FROM jobs j JOIN leases l "
        "ON l.attempt_id = j.attempt_id WHERE j.id = $1 ORDER BY 2",
        story.id);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        story.attempts.push_back({.id = row.get<base::AttemptId>(0),
                                  .number = row.get<std::int32_t>(1),
                                  .worker = row.get<std::string>(2),
                                  .to = row.get<std::string>(3),
                                  .from = row.get<std::string>(4),
                                  .leased_at = row.get<std::optional<base::Instant>>(5),
                                  .started_at = row.get<std::optional<base::Instant>>(6),
                                  .ended_at = row.get<std::optional<base::Instant>>(7),
                                  .outcome = schedule::outcome_from(row.get<std::int32_t>(8)),
                                  .reason = row.get<std::string>(9),
                                  .retry_at = row.get<std::optional<base::Instant>>(10)});
        story.held = !story.attempts.back().ended_at;
    }
    return {};
}

Result<void> read_notes(pg::Transaction& transaction, JobStory& story) {
    const auto rows = transaction.exec(
        "SELECT kind, attempt_number, reason, worker, first_at, last_at, times FROM job_trail "
        "WHERE job_id = $1 ORDER BY first_at",
        story.id);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        story.notes.push_back(
            {.kind = static_cast<program::v1::TrailKind>(row.get<std::int32_t>(0)),
             .attempt_number = row.get<std::int32_t>(1),
             .reason = row.get<std::string>(2),
             .worker = row.get<std::string>(3),
             .first_at = row.get<base::Instant>(4),
             .last_at = row.get<base::Instant>(5),
             .times = row.get<std::int32_t>(6)});
    }
    return {};
}

/// What keeps all calls of a line from starting: the same that an execution is asked for.
Result<std::optional<schedule::WaitingFor>> line_waits_for(pg::Transaction& transaction,
                                                           const base::ExecutionId& line) {
    const auto rows = transaction.exec(
        "WITH live AS MATERIALIZED (SELECT * FROM live_calls) "
        "SELECT EXISTS (SELECT FROM workers w WHERE w.last_seen > now() - interval '5 s'), "
        "NOT EXISTS (SELECT FROM capacity b WHERE b.kind = 0 AND b.id = e.organization_id AND "
        "b.max_concurrent <= (SELECT coalesce(sum(calls), 0) FROM live l "
        "WHERE l.organization_id = e.organization_id)), "
        "EXISTS (SELECT FROM dids d LEFT JOIN capacity b ON b.kind = 2 AND b.id = d.id "
        "WHERE d.id = ANY(e.did_pool) AND (d.organization_id = e.organization_id OR d.is_shared) "
        "AND d.status = 'active' AND (b.max_concurrent IS NULL OR "
        "b.max_concurrent > (SELECT coalesce(sum(calls), 0) FROM live l WHERE l.did_id = d.id))), "
        "EXISTS (SELECT FROM trunk_states t LEFT JOIN capacity b ON b.kind = 3 AND b.id = t.id "
        "WHERE t.status <> 3 AND t.closed_until IS NULL AND (b.max_concurrent IS NULL OR "
        "b.max_concurrent > (SELECT coalesce(sum(calls), 0) FROM live l WHERE l.trunk_id = t.id))) "
        "FROM executions e WHERE e.id = $1",
        line);
    if (!rows) return fail(rows.error());
    const auto row = (*rows)[0];
    return schedule::waiting_for({.running = true,
                                  .pending = 1,
                                  .due = 1,
                                  .dialers = row.get<bool>(0),
                                  .capacity = row.get<bool>(1),
                                  .dids = row.get<bool>(2),
                                  .trunks = row.get<bool>(3)});
}

} // namespace

Result<JobStory> read_story(pg::Transaction& transaction,
                            const base::OrganizationId& organization,
                            const base::JobId& job) {
    auto story = read_job(transaction, organization, job);
    if (!story) return story;
    if (auto done = read_attempts(transaction, *story); !done) return fail(done.error());
    if (auto done = read_notes(transaction, *story); !done) return fail(done.error());
    if (!story->due_at) return story; // it waits for nothing
    if (story->program) {
        auto execution = read_execution(transaction, organization, story->execution);
        if (!execution) return fail(execution.error());
        story->waiting_for = execution->waiting_for;
        const auto outside = is_outside_hours(transaction, job);
        if (!outside) return fail(outside.error());
        story->outside_hours = *outside;
        return story;
    }
    auto waiting = line_waits_for(transaction, story->execution);
    if (!waiting) return fail(waiting.error());
    story->waiting_for = *std::move(waiting);
    return story;
}

} // namespace hatif::program_scheduler
