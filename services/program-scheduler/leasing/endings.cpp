#include "program_scheduler/leasing/endings.hpp"

#include "pg/outbox.hpp"
#include "program_scheduler/executions/announce.hpp"
#include "program_scheduler/executions/counts.hpp"
#include "program_scheduler/executions/failure_breakers.hpp"
#include "program_scheduler/leasing/live_numbers.hpp"
#include "program_scheduler/leasing/queue_rows.hpp"
#include "program_scheduler/leasing/retries.hpp"
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

/// Takes the rows out that made the attempts live, which the transaction has locked.
Result<void> release(pg::Transaction& transaction, const std::vector<Lease>& leases) {
    std::vector<base::AttemptId> attempts;
    std::vector<Lease> started;
    for (const Lease& it : leases) {
        attempts.push_back(it.attempt);
        if (it.started_at) started.push_back(it);
    }
    const auto gone = transaction.exec("DELETE FROM leases WHERE attempt_id = ANY($1)", attempts);
    if (!gone) return fail(gone.error());
    if (auto done = free_numbers(transaction, leases); !done) return done;
    return forget_dials(transaction, started);
}

/// After a worker died in an answered call its peer may still be on the line for a while: as long
/// as the call may last, and never shorter than calls usually may.
Result<void> keep_number(pg::Transaction& transaction, const Lease& lease) {
    const auto longest = std::max(lease.max_call, usual_max_call);
    const auto kept = transaction.exec(
        "UPDATE live_numbers SET until = $4 WHERE organization_id = $1 AND number = $2 "
        "AND attempt_id = $3",
        lease.organization, lease.to, lease.attempt, *lease.started_at + longest);
    if (!kept) return fail(kept.error());
    return {};
}

bool is_lost_after_answer(const Ending& ending) {
    return ending.how.answered && ending.how.reason == "worker_lost";
}

struct EndedColumns {
    std::vector<base::AttemptId> attempts;
    std::vector<base::JobId> jobs;
    std::vector<std::optional<base::Uuid>> next_attempts;
    std::vector<base::Instant> ended_at;
    std::vector<std::optional<base::Instant>> retry_at;
    std::vector<std::int32_t> statuses, outcomes;
    std::vector<std::string> reasons, job_reasons;
    std::vector<bool> answered, keeps_number;
    std::vector<Waiting> waiting;
};

/// Leases and numbers become history in one statement.
pg::Query history_of(const EndedColumns& it) {
    return pg::query(
        "WITH gone AS (DELETE FROM leases l USING unnest($1::uuid[], $2::timestamptz[], "
        "$3::bool[], $4::int[], $5::text[], $6::timestamptz[], $7::bool[]) AS u(id, ended_at, "
        "answered, outcome, reason, retry_at, keeps) CROSS JOIN LATERAL (SELECT ctid AS at FROM "
        "leases WHERE attempt_id = u.id OFFSET 0) it WHERE l.ctid = it.at RETURNING "
        "l.attempt_id, l.job_id, l.attempt_number, l.execution_id, l.organization_id, l.to_number, "
        "l.from_number, l.worker, l.epoch, l.started_at, l.leased_at, u.ended_at, "
        "u.answered AS was_answered, u.outcome, u.reason, u.retry_at, u.keeps), "
        "freed AS (DELETE FROM live_numbers n USING gone WHERE NOT gone.keeps "
        "AND n.organization_id = gone.organization_id AND n.number = gone.to_number "
        "AND n.attempt_id = gone.attempt_id) "
        "INSERT INTO attempts (id, job_id, number, execution_id, to_number, from_number, worker, "
        "epoch, started_at, ended_at, answered, outcome, reason, leased_at, retry_at) "
        "SELECT attempt_id, job_id, attempt_number, execution_id, to_number, from_number, worker, "
        "epoch, started_at, ended_at, was_answered, outcome, reason, leased_at, retry_at FROM gone",
        it.attempts, it.ended_at, it.answered, it.outcomes, it.reasons, it.retry_at,
        it.keeps_number);
}

/// Answers how the jobs stood before.
pg::Query jobs_of(const EndedColumns& it) {
    return pg::query(
        "UPDATE jobs j SET status = u.status, attempts = j.attempts + 1, outcome = u.outcome, "
        "reason = u.reason, answered = j.answered OR u.answered, attempt_id = u.next "
        "FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::bool[], $6::uuid[]) "
        "AS u(id, status, outcome, reason, answered, next) CROSS JOIN LATERAL (SELECT ctid AS at, "
        "outcome, answered FROM jobs WHERE id = u.id OFFSET 0) o "
        "WHERE j.ctid = o.at RETURNING j.id, o.outcome, o.answered",
        it.jobs, it.statuses, it.outcomes, it.job_reasons, it.answered, it.next_attempts);
}

/// Answers how the jobs stood before. The stories are held, but a worker may have returned an
/// attempt meanwhile: then all is looked at anew.
Result<std::map<base::JobId, JobBefore>> write_ended(pg::Transaction& transaction,
                                                     const EndedColumns& it) {
    const auto answers = transaction.exec_all({history_of(it), jobs_of(it)});
    if (!answers) return fail(answers.error());
    if (static_cast<std::size_t>(answers->at(0).affected()) != it.attempts.size()) {
        return fail(base::Errc::conflict, "an attempt went back just now", "RETRY");
    }
    std::map<base::JobId, JobBefore> before;
    for (const auto row : answers->at(1)) {
        before.emplace(
            row.get<base::JobId>(0),
            JobBefore{schedule::outcome_from(row.get<std::int32_t>(1)), row.get<bool>(2)});
    }
    if (auto queued = insert_waiting(transaction, it.waiting); !queued) return fail(queued.error());
    return before;
}

void add(
    EndedColumns& it, const Ending& ending, const Verdict& how, bool keeps_did, base::Instant now) {
    const Lease& lease = ending.lease;
    it.attempts.push_back(lease.attempt);
    it.keeps_number.push_back(is_lost_after_answer(ending));
    it.jobs.push_back(lease.job);
    it.ended_at.push_back(ending.at);
    it.statuses.push_back(static_cast<std::int32_t>(how.status));
    it.outcomes.push_back(static_cast<std::int32_t>(ending.how.outcome));
    it.reasons.push_back(ending.how.reason);
    it.job_reasons.push_back(how.skip_reason.empty() ? ending.how.reason : how.skip_reason);
    it.answered.push_back(ending.how.answered);
    it.retry_at.push_back(how.retry_at);
    it.next_attempts.emplace_back();
    if (!how.retry_at) return;
    const auto next = base::Uuid::v7(now);
    it.next_attempts.back() = next;
    it.waiting.push_back({.execution = lease.execution,
                          .due_at = *how.retry_at,
                          .job = lease.job,
                          .contact = lease.contact,
                          .attempt = base::AttemptId{next},
                          .attempt_number = lease.attempt_number + 1});
    if (keeps_did) it.waiting.back().kept_did = lease.did.value();
}

} // namespace

Result<void>
end_attempts(pg::Transaction& transaction, const std::vector<Ending>& endings, base::Instant now) {
    if (endings.empty()) return {};
    auto terms = terms_of(transaction, endings);
    if (!terms) return fail(terms.error());
    return end_attempts(transaction, endings, *terms, now);
}

Result<void> end_attempts(pg::Transaction& transaction,
                          const std::vector<Ending>& endings,
                          Terms& terms,
                          base::Instant now) {
    if (endings.empty()) return {};
    const auto retries = Retries::read(transaction, endings, terms);
    if (!retries) return fail(retries.error());

    EndedColumns columns;
    FailureBreakers breakers;
    std::vector<pg::Announcement> news;
    std::vector<JobStatus> statuses;
    for (const Ending& ending : endings) {
        const auto& policy = terms.of(ending.lease);
        const auto how = retries->verdict(ending, terms);
        statuses.push_back(how.status);
        add(columns, ending, how, terms.promises().keeps_numbers(ending.lease.execution), now);
        breakers.ended(ending.lease.execution, policy, ending.how.outcome, ending.at);
        news.push_back(attempt_ended(ending, policy, how.retry_at, now));
        if (how.status == JobStatus::skipped) {
            news.push_back(job_skipped(ending.lease, policy, how.skip_reason, now));
        }
    }
    for (const Ending& ending : endings) {
        if (!is_lost_after_answer(ending)) continue;
        if (auto kept = keep_number(transaction, ending.lease); !kept) return kept;
    }
    const auto before = write_ended(transaction, columns);
    if (!before) return fail(before.error());
    CountChanges changes;
    for (std::size_t i = 0; i < endings.size(); ++i) {
        const Ending& ending = endings[i];
        if (ending.lease.is_single()) continue;
        changes.attempt_ended(ending.lease.execution, before->at(ending.lease.job),
                              ending.how.outcome, ending.how.answered, statuses[i]);
    }
    if (auto done = changes.write(transaction); !done) return done;
    if (auto told = pg::announce(transaction, news); !told) return told;
    return breakers.write(transaction, now);
}

Result<void>
send_back(pg::Transaction& transaction, const std::vector<Return>& returns, base::Instant now) {
    if (returns.empty()) return {};
    const auto terms = terms_of(transaction, returns);
    if (!terms) return fail(terms.error());
    std::vector<Lease> leases;
    std::vector<Waiting> waiting;
    for (const auto& [lease, due_at, why] : returns) {
        leases.push_back(lease);
        waiting.push_back({.execution = lease.execution,
                           .due_at = due_at,
                           .job = lease.job,
                           .contact = lease.contact,
                           .attempt = lease.attempt,
                           .epoch = lease.epoch,
                           .attempt_number = lease.attempt_number});
        const bool called = lease.attempt_number > 1;
        if (called && terms->promises().keeps_numbers(lease.execution)) {
            waiting.back().kept_did = lease.did.value();
        }
    }
    if (auto done = release(transaction, leases); !done) return done;
    if (auto done = insert_waiting(transaction, waiting); !done) return done;
    return note_returns(transaction, returns, now);
}

Result<void> skip(pg::Transaction& transaction, const std::vector<Skip>& skips, base::Instant now) {
    if (skips.empty()) return {};
    const auto terms = terms_of(transaction, skips);
    if (!terms) return fail(terms.error());
    std::vector<Lease> leases;
    std::vector<base::JobId> jobs;
    std::vector<std::string> reasons;
    CountChanges changes;
    std::vector<pg::Announcement> news;
    for (const Skip& it : skips) {
        leases.push_back(it.lease);
        jobs.push_back(it.lease.job);
        reasons.push_back(it.reason);
        if (!it.lease.is_single()) changes.skipped(it.lease.execution, 1);
        news.push_back(job_skipped(it.lease, terms->of(it.lease), it.reason, now));
    }
    if (auto done = release(transaction, leases); !done) return done;
    const auto updated =
        transaction.exec("UPDATE jobs j SET status = 3, reason = u.reason, attempt_id = NULL "
                         "FROM unnest($1::uuid[], $2::text[]) AS u(id, reason) WHERE j.id = u.id",
                         jobs, reasons);
    if (!updated) return fail(updated.error());
    if (auto done = note_skips(transaction, skips, now); !done) return done;
    if (auto done = changes.write(transaction); !done) return done;
    return pg::announce(transaction, news);
}

} // namespace hatif::program_scheduler
