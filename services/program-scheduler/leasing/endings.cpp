#include "program_scheduler/leasing/endings.hpp"

#include "pg/outbox.hpp"
#include "program_scheduler/executions/announce.hpp"
#include "program_scheduler/executions/counts.hpp"
#include "program_scheduler/leasing/terms.hpp"
#include "program_scheduler/leasing/trail_notes.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

template <class Item>
Result<Terms> terms_of(pg::Transaction& transaction, const std::vector<Item>& items) {
    std::vector<Lease> leases;
    leases.reserve(items.size());
    for (const Item& item : items) leases.push_back(item.lease);
    return Terms::read(transaction, leases);
}

/// Takes the rows out that made the attempts live.
Result<void> release(pg::Transaction& transaction,
                     const std::vector<base::AttemptId>& attempts,
                     const std::vector<base::AttemptId>& numbers_too) {
    const auto leases = transaction.exec("DELETE FROM leases WHERE attempt_id = ANY($1)", attempts);
    if (!leases) return fail(leases.error());
    const auto numbers =
        transaction.exec("DELETE FROM live_numbers WHERE attempt_id = ANY($1)", numbers_too);
    if (!numbers) return fail(numbers.error());
    return {};
}

/// After a worker died in an answered call its peer may still be on the line for a while: as long
/// as the call may last, and never shorter than calls usually may.
Result<void> keep_number(pg::Transaction& transaction, const Lease& lease) {
    const auto longest = std::max(lease.max_call, usual_max_call);
    const auto kept = transaction.exec("UPDATE live_numbers SET until = $2 WHERE attempt_id = $1",
                                       lease.attempt, *lease.started_at + longest);
    if (!kept) return fail(kept.error());
    return {};
}

/// How a job goes on after its attempt's end.
struct Verdict {
    JobStatus status = JobStatus::open;
    std::string skip_reason{};
    std::optional<base::Instant> retry_at{};
};

Verdict verdict(const Ending& ending, const schedule::RetryPolicy& policy, schedule::Gate gate) {
    if (schedule::reached(ending.how.outcome)) return {JobStatus::completed};
    const auto due =
        schedule::next_due(policy, {ending.lease.attempt_number, ending.how.outcome,
                                    ending.how.reason, ending.how.answered, ending.at});
    if (!due) return {JobStatus::failed};
    if (schedule::is_over(gate)) {
        return {JobStatus::skipped, std::string{schedule::skip_reason(gate)}};
    }
    return {JobStatus::open, {}, due};
}

struct EndedColumns {
    std::vector<base::AttemptId> attempts, lost_after_answer, released;
    std::vector<base::JobId> jobs, queued_jobs;
    std::vector<base::ExecutionId> executions, queued_executions;
    std::vector<base::Instant> ended_at, queued_at;
    std::vector<std::optional<base::Instant>> retry_at;
    std::vector<std::int32_t> statuses, outcomes;
    std::vector<std::string> reasons, job_reasons;
    std::vector<bool> answered;
};

Result<void> write_history(pg::Transaction& transaction, const EndedColumns& it) {
    const auto written = transaction.exec(
        "INSERT INTO attempts (id, job_id, number, execution_id, to_number, from_number, worker, "
        "epoch, started_at, ended_at, answered, outcome, reason, leased_at, retry_at) "
        "SELECT l.attempt_id, l.job_id, l.attempt_number, l.execution_id, l.to_number, "
        "l.from_number, l.worker, l.epoch, l.started_at, u.ended_at, u.answered, u.outcome, "
        "u.reason, l.leased_at, u.retry_at FROM unnest($1::uuid[], $2::timestamptz[], $3::bool[], "
        "$4::int[], $5::text[], $6::timestamptz[]) AS u(id, ended_at, answered, outcome, reason, "
        "retry_at) JOIN leases l ON l.attempt_id = u.id",
        it.attempts, it.ended_at, it.answered, it.outcomes, it.reasons, it.retry_at);
    if (!written) return fail(written.error());
    return {};
}

Result<void> write_jobs(pg::Transaction& transaction, const EndedColumns& it) {
    const auto updated = transaction.exec(
        "UPDATE jobs j SET status = u.status, attempts = j.attempts + 1, outcome = u.outcome, "
        "reason = u.reason, answered = j.answered OR u.answered, attempt_id = NULL, epoch = 0 "
        "FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::bool[]) "
        "AS u(id, status, outcome, reason, answered) WHERE j.id = u.id",
        it.jobs, it.statuses, it.outcomes, it.job_reasons, it.answered);
    if (!updated) return fail(updated.error());
    const auto queued =
        transaction.exec("INSERT INTO job_queue (execution_id, due_at, job_id) "
                         "SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[])",
                         it.queued_executions, it.queued_at, it.queued_jobs);
    if (!queued) return fail(queued.error());
    return {};
}

void add(EndedColumns& it, const Ending& ending, const Verdict& how) {
    it.attempts.push_back(ending.lease.attempt);
    const bool lost_after_answer = ending.how.answered && ending.how.reason == "worker_lost";
    (lost_after_answer ? it.lost_after_answer : it.released).push_back(ending.lease.attempt);
    it.jobs.push_back(ending.lease.job);
    it.ended_at.push_back(ending.at);
    it.statuses.push_back(static_cast<std::int32_t>(how.status));
    it.outcomes.push_back(static_cast<std::int32_t>(ending.how.outcome));
    it.reasons.push_back(ending.how.reason);
    it.job_reasons.push_back(how.skip_reason.empty() ? ending.how.reason : how.skip_reason);
    it.answered.push_back(ending.how.answered);
    it.retry_at.push_back(how.retry_at);
    if (how.retry_at) {
        it.queued_executions.push_back(ending.lease.execution);
        it.queued_at.push_back(*how.retry_at);
        it.queued_jobs.push_back(ending.lease.job);
    }
}

} // namespace

Result<void>
end_attempts(pg::Transaction& transaction, const std::vector<Ending>& endings, base::Instant now) {
    if (endings.empty()) return {};
    const auto terms = terms_of(transaction, endings);
    if (!terms) return fail(terms.error());
    std::vector<base::JobId> job_ids;
    job_ids.reserve(endings.size());
    for (const Ending& ending : endings) job_ids.push_back(ending.lease.job);
    const auto before = read_jobs(transaction, job_ids);
    if (!before) return fail(before.error());

    EndedColumns columns;
    CountChanges changes;
    std::vector<pg::Announcement> news;
    for (const Ending& ending : endings) {
        const auto& policy = terms->of(ending.lease);
        const auto how = verdict(ending, policy.retry, policy.gate);
        add(columns, ending, how);
        if (!ending.lease.is_single()) {
            changes.attempt_ended(ending.lease.execution, before->at(ending.lease.job),
                                  ending.how.outcome, ending.how.answered, how.status);
        }
        news.push_back(attempt_ended(ending, policy, how.retry_at, now));
        if (how.status == JobStatus::skipped) {
            news.push_back(job_skipped(ending.lease, policy, how.skip_reason, now));
        }
    }
    if (auto done = write_history(transaction, columns); !done) return done;
    for (const Ending& ending : endings) {
        if (!ending.how.answered || ending.how.reason != "worker_lost") continue;
        if (auto kept = keep_number(transaction, ending.lease); !kept) return kept;
    }
    if (auto done = release(transaction, columns.attempts, columns.released); !done) return done;
    if (auto done = write_jobs(transaction, columns); !done) return done;
    if (auto done = changes.write(transaction); !done) return done;
    return pg::announce(transaction, news);
}

Result<void>
send_back(pg::Transaction& transaction, const std::vector<Return>& returns, base::Instant now) {
    if (returns.empty()) return {};
    std::vector<base::AttemptId> attempts;
    std::vector<base::ExecutionId> executions;
    std::vector<base::Instant> due;
    std::vector<base::JobId> jobs;
    for (const Return& it : returns) {
        attempts.push_back(it.lease.attempt);
        executions.push_back(it.lease.execution);
        due.push_back(it.due_at);
        jobs.push_back(it.lease.job);
    }
    if (auto done = release(transaction, attempts, attempts); !done) return done;
    const auto queued =
        transaction.exec("INSERT INTO job_queue (execution_id, due_at, job_id) "
                         "SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[])",
                         executions, due, jobs);
    if (!queued) return fail(queued.error());
    return note_returns(transaction, returns, now);
}

Result<void> skip(pg::Transaction& transaction, const std::vector<Skip>& skips, base::Instant now) {
    if (skips.empty()) return {};
    const auto terms = terms_of(transaction, skips);
    if (!terms) return fail(terms.error());
    std::vector<base::AttemptId> attempts;
    std::vector<base::JobId> jobs;
    std::vector<std::string> reasons;
    CountChanges changes;
    std::vector<pg::Announcement> news;
    for (const Skip& it : skips) {
        attempts.push_back(it.lease.attempt);
        jobs.push_back(it.lease.job);
        reasons.push_back(it.reason);
        if (!it.lease.is_single()) changes.skipped(it.lease.execution, 1);
        news.push_back(job_skipped(it.lease, terms->of(it.lease), it.reason, now));
    }
    if (auto done = release(transaction, attempts, attempts); !done) return done;
    const auto updated = transaction.exec(
        "UPDATE jobs j SET status = 3, reason = u.reason, attempt_id = NULL, epoch = 0 "
        "FROM unnest($1::uuid[], $2::text[]) AS u(id, reason) WHERE j.id = u.id",
        jobs, reasons);
    if (!updated) return fail(updated.error());
    if (auto done = note_skips(transaction, skips, now); !done) return done;
    if (auto done = changes.write(transaction); !done) return done;
    return pg::announce(transaction, news);
}

} // namespace hatif::program_scheduler
