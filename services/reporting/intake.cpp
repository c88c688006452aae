#include "reporting/intake.hpp"

#include "reporting/facts.hpp"

#include <set>

namespace hatif::reporting {

using base::fail;
using base::Result;

namespace {

/// Makes the jobs or adds to them, and locks their rows, in the order of their ids: the readers of
/// the two topics meet here, and wait for each other in one order.
Result<void> write_jobs(pg::Transaction& transaction, const JobsSeen& jobs) {
    if (jobs.empty()) return {};
    std::vector<Uuid> ids, organizations;
    std::vector<std::optional<Uuid>> executions, programs, contacts, flows;
    std::vector<std::optional<std::string>> called, skipped;
    std::vector<Instant> seen;
    for (const auto& [id, job] : jobs) {
        ids.push_back(id);
        organizations.push_back(job.organization);
        executions.push_back(job.execution);
        programs.push_back(job.program);
        contacts.push_back(job.contact);
        flows.push_back(job.flow);
        called.push_back(job.called);
        skipped.push_back(job.skipped_reason);
        seen.push_back(job.first_seen);
    }
    const auto written = transaction.exec(
        "INSERT INTO jobs AS j (id, organization_id, execution_id, program_id, contact_id, flow_id,"
        "                       called, skipped_reason, created_at)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[],"
        "                      $6::uuid[], $7::text[], $8::text[], $9::timestamptz[])"
        " ON CONFLICT (id) DO UPDATE SET"
        "   program_id = COALESCE(j.program_id, EXCLUDED.program_id),"
        "   flow_id = COALESCE(j.flow_id, EXCLUDED.flow_id),"
        "   called = COALESCE(EXCLUDED.called, j.called),"
        "   skipped_reason = COALESCE(EXCLUDED.skipped_reason, j.skipped_reason)"
        " WHERE j.flow_id IS NULL AND EXCLUDED.flow_id IS NOT NULL"
        "    OR EXCLUDED.called <> COALESCE(j.called, '')"
        "    OR EXCLUDED.skipped_reason IS NOT NULL",
        ids, organizations, executions, programs, contacts, flows, called, skipped, seen);
    if (!written) return fail(written.error());
    return {};
}

/// Brings the summary of the jobs to what their last attempts say, in whatever order they came.
Result<void> summarise(pg::Transaction& transaction, const std::vector<Uuid>& jobs) {
    if (jobs.empty()) return {};
    const auto written =
        transaction.exec("UPDATE jobs SET last_attempt = a.number, outcome = a.outcome FROM ("
                         "  SELECT DISTINCT ON (job_id) job_id, number, outcome FROM attempts"
                         "  WHERE job_id = ANY ($1::uuid[]) ORDER BY job_id, number DESC) a"
                         " WHERE jobs.id = a.job_id AND (jobs.last_attempt, jobs.outcome)"
                         "       IS DISTINCT FROM (a.number, a.outcome)",
                         jobs);
    if (!written) return fail(written.error());
    return {};
}

struct Attempts {
    std::map<Uuid, std::int32_t> last; ///< of the call events taken, by attempt
    std::vector<Uuid> jobs_of_new;
};

/// Makes the attempts that are not there, and tells how far each has been read.
Result<Attempts> find_attempts(pg::Transaction& transaction, const std::vector<CallFact>& facts) {
    std::map<Uuid, const CallFact*> attempts;
    for (const auto& fact : facts) attempts.try_emplace(fact.attempt, &fact);
    std::vector<Uuid> ids, jobs;
    std::vector<std::int32_t> numbers;
    for (const auto& [id, fact] : attempts) {
        ids.push_back(id);
        jobs.push_back(fact->job);
        numbers.push_back(fact->number);
    }
    const auto made = transaction.exec("INSERT INTO attempts (id, job_id, number)"
                                       " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[])"
                                       " ON CONFLICT DO NOTHING RETURNING job_id",
                                       ids, jobs, numbers);
    if (!made) return fail(made.error());
    const auto rows =
        transaction.exec("SELECT id, last_sequence FROM attempts WHERE id = ANY ($1::uuid[])", ids);
    if (!rows) return fail(rows.error());
    Attempts found;
    for (const auto row : *made) found.jobs_of_new.push_back(row.get<Uuid>(0));
    for (const auto row : *rows) found.last.emplace(row.get<Uuid>(0), row.get<std::int32_t>(1));
    return found;
}

Result<void> append_events(pg::Transaction& transaction, const std::vector<CallFact>& facts) {
    std::vector<Uuid> attempts;
    std::vector<std::int32_t> sequences;
    std::vector<pg::Bytes> payloads;
    for (const auto& fact : facts) {
        attempts.push_back(fact.attempt);
        sequences.push_back(fact.sequence);
        payloads.push_back({std::string{fact.payload}});
    }
    const auto written =
        transaction.exec("INSERT INTO call_events (attempt_id, sequence, payload)"
                         " SELECT * FROM unnest($1::uuid[], $2::int[], $3::bytea[])",
                         attempts, sequences, payloads);
    if (!written) return fail(written.error());
    return {};
}

Result<void> raise_sequences(pg::Transaction& transaction,
                             const std::map<Uuid, std::int32_t>& last) {
    std::vector<Uuid> attempts;
    std::vector<std::int32_t> sequences;
    for (const auto& [attempt, sequence] : last) {
        attempts.push_back(attempt);
        sequences.push_back(sequence);
    }
    const auto written = transaction.exec(
        "UPDATE attempts SET last_sequence = s FROM unnest($1::uuid[], $2::int[]) AS u(a, s)"
        " WHERE id = a AND last_sequence < s",
        attempts, sequences);
    if (!written) return fail(written.error());
    return {};
}

Result<void> write_executions(pg::Transaction& transaction, const std::vector<Launched>& launched) {
    if (launched.empty()) return {};
    std::vector<Uuid> ids, organizations;
    std::vector<std::optional<Uuid>> programs, flows;
    std::vector<std::int32_t> versions;
    std::vector<std::int64_t> totals;
    std::vector<Instant> instants;
    for (const auto& it : launched) {
        ids.push_back(it.execution);
        organizations.push_back(it.organization);
        programs.push_back(it.program);
        flows.push_back(it.flow);
        versions.push_back(it.flow_version);
        totals.push_back(it.total_contacts);
        instants.push_back(it.at);
    }
    const auto written = transaction.exec(
        "INSERT INTO executions (id, organization_id, program_id, flow_id, flow_version,"
        "                        total_contacts, launched_at)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[],"
        "                      $6::bigint[], $7::timestamptz[])"
        " ON CONFLICT (id) DO NOTHING",
        ids, organizations, programs, flows, versions, totals, instants);
    if (!written) return fail(written.error());
    return {};
}

Result<void> write_ends(pg::Transaction& transaction, const std::map<Uuid, AttemptEnded>& ended) {
    if (ended.empty()) return {};
    std::vector<Uuid> ids, jobs;
    std::vector<std::int32_t> numbers, outcomes, versions;
    std::vector<std::string> reasons, called, callers;
    std::vector<std::optional<Uuid>> flows;
    std::vector<std::optional<Instant>> started, over, retries;
    for (const auto& [id, it] : ended) {
        ids.push_back(id);
        jobs.push_back(it.job);
        numbers.push_back(it.number);
        outcomes.push_back(it.outcome);
        reasons.push_back(it.outcome_reason);
        called.push_back(it.called);
        callers.push_back(it.caller);
        flows.push_back(it.flow);
        versions.push_back(it.flow_version);
        started.push_back(it.started_at);
        over.push_back(it.ended_at);
        retries.push_back(it.retry_at);
    }
    const auto written = transaction.exec(
        "INSERT INTO attempts (id, job_id, number, outcome, outcome_reason, called, caller,"
        "                      flow_id, flow_version, started_at, ended_at, retry_at)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[],"
        "   $6::text[], $7::text[], $8::uuid[], $9::int[], $10::timestamptz[],"
        "   $11::timestamptz[], $12::timestamptz[])"
        " ON CONFLICT (id) DO UPDATE SET outcome = EXCLUDED.outcome,"
        "   outcome_reason = EXCLUDED.outcome_reason, called = EXCLUDED.called,"
        "   caller = EXCLUDED.caller, flow_id = EXCLUDED.flow_id,"
        "   flow_version = EXCLUDED.flow_version, started_at = EXCLUDED.started_at,"
        "   ended_at = EXCLUDED.ended_at, retry_at = EXCLUDED.retry_at",
        ids, jobs, numbers, outcomes, reasons, called, callers, flows, versions, started, over,
        retries);
    if (!written) return fail(written.error());
    std::set<Uuid> touched{jobs.begin(), jobs.end()};
    return summarise(transaction, {touched.begin(), touched.end()});
}

Result<std::map<std::string, std::string>> read_sequences(pg::Transaction& transaction,
                                                          const std::vector<std::string>& keys) {
    const auto rows = transaction.exec(
        "SELECT key, sequence FROM last_sequences WHERE key = ANY ($1::text[])", keys);
    if (!rows) return fail(rows.error());
    std::map<std::string, std::string> last;
    for (const auto row : *rows) last.emplace(row.get<std::string>(0), row.get<std::string>(1));
    return last;
}

Result<void> write_sequences(pg::Transaction& transaction,
                             const std::map<std::string, std::string>& last) {
    std::vector<std::string> keys, sequences;
    for (const auto& [key, sequence] : last) {
        keys.push_back(key);
        sequences.push_back(sequence);
    }
    const auto written = transaction.exec(
        "INSERT INTO last_sequences (key, sequence) SELECT * FROM unnest($1::text[], $2::text[])"
        " ON CONFLICT (key) DO UPDATE SET sequence = EXCLUDED.sequence"
        " WHERE last_sequences.sequence < EXCLUDED.sequence",
        keys, sequences);
    if (!written) return fail(written.error());
    return {};
}

} // namespace

Result<void> take_call_events(kafka::Batch& batch, pg::Transaction& transaction) {
    const auto read = read_call_events(batch);
    if (read.facts.empty()) return {};
    if (auto done = write_jobs(transaction, read.jobs); !done) return done;
    auto attempts = find_attempts(transaction, read.facts);
    if (!attempts) return fail(attempts.error());
    const auto facts = fresh(read.facts, attempts->last);
    if (auto done = append_events(transaction, facts); !done) return done;
    if (auto done = raise_sequences(transaction, attempts->last); !done) return done;
    return summarise(transaction, attempts->jobs_of_new);
}

Result<void> take_execution_events(kafka::Batch& batch, pg::Transaction& transaction) {
    const auto last = read_sequences(transaction, keys_of(batch));
    if (!last) return fail(last.error());
    const auto read = read_execution_events(batch, *last);
    if (auto done = write_executions(transaction, read.launched); !done) return done;
    if (auto done = write_jobs(transaction, read.jobs); !done) return done;
    if (auto done = write_ends(transaction, read.ended); !done) return done;
    return write_sequences(transaction, read.last);
}

} // namespace hatif::reporting
