#include "reporting/intake.hpp"

#include "reporting/count_store.hpp"
#include "reporting/facts.hpp"
#include "reporting/job_rows.hpp"
#include "reporting/recording_rows.hpp"

#include <set>

namespace hatif::reporting {

using base::fail;
using base::Result;

namespace {

struct Attempts {
    std::map<Uuid, std::int32_t> last;              ///< of the call events taken, by attempt
    std::map<Uuid, std::optional<Instant>> ringing; ///< since when it rings, by attempt
    std::vector<Uuid> jobs_of_new;
};

/// Those of the jobs that have no row.
Result<std::vector<Uuid>> find_unknown(pg::Transaction& transaction,
                                       const std::vector<Uuid>& jobs) {
    std::vector<Uuid> unknown;
    if (jobs.empty()) return unknown;
    const auto rows = transaction.exec("SELECT asked FROM unnest($1::uuid[]) AS asked"
                                       " WHERE NOT EXISTS (SELECT FROM jobs WHERE id = asked)",
                                       jobs);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) unknown.push_back(row.get<Uuid>(0));
    return unknown;
}

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
    const auto rows = transaction.exec(
        "SELECT id, last_sequence, ringing_since FROM attempts WHERE id = ANY ($1::uuid[])", ids);
    if (!rows) return fail(rows.error());
    Attempts found;
    for (const auto row : *made) found.jobs_of_new.push_back(row.get<Uuid>(0));
    for (const auto row : *rows) {
        found.last.emplace(row.get<Uuid>(0), row.get<std::int32_t>(1));
        found.ringing.emplace(row.get<Uuid>(0), row.get<std::optional<Instant>>(2));
    }
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
                         " SELECT * FROM unnest($1::uuid[], $2::int[], $3::bytea[])"
                         " ON CONFLICT DO NOTHING", // a late one that came before
                         attempts, sequences, payloads);
    if (!written) return fail(written.error());
    return {};
}

Result<void> raise_sequences(pg::Transaction& transaction, const Attempts& found) {
    std::vector<Uuid> attempts;
    std::vector<std::int32_t> sequences;
    std::vector<std::optional<Instant>> ringing;
    for (const auto& [attempt, sequence] : found.last) {
        attempts.push_back(attempt);
        sequences.push_back(sequence);
        ringing.push_back(found.ringing.at(attempt));
    }
    const auto written =
        transaction.exec("UPDATE attempts SET last_sequence = s, ringing_since = r"
                         " FROM unnest($1::uuid[], $2::int[], $3::timestamptz[]) AS u(a, s, r)"
                         " WHERE id = a AND last_sequence < s",
                         attempts, sequences, ringing);
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

/// In one order everywhere; a total never falls.
Result<void> write_grown(pg::Transaction& transaction, const std::vector<Grown>& grown) {
    if (grown.empty()) return {};
    std::map<Uuid, std::int64_t> totals;
    for (const auto& it : grown) {
        auto& total = totals[it.execution];
        total = std::max(total, it.total_contacts);
    }
    for (const auto& [execution, total] : totals) {
        const auto written = transaction.exec(
            "UPDATE executions SET total_contacts = $2 WHERE id = $1 AND total_contacts < $2",
            execution, total);
        if (!written) return fail(written.error());
    }
    return {};
}

/// Answers the attempts whose end is new: the first word on an attempt stands.
Result<std::set<Uuid>> write_ends(pg::Transaction& transaction,
                                  const std::map<Uuid, AttemptEnded>& ended) {
    std::vector<Uuid> ids, jobs;
    std::vector<std::int32_t> numbers, outcomes, versions;
    std::vector<std::string> reasons, called, callers;
    std::vector<std::optional<Uuid>> flows;
    std::vector<std::optional<Instant>> started, over, retries;
    std::vector<bool> answered, inbound;
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
        answered.push_back(it.answered);
        inbound.push_back(it.inbound);
    }
    const auto written = transaction.exec(
        "INSERT INTO attempts AS a (id, job_id, number, outcome, outcome_reason, called, caller,"
        "                           flow_id, flow_version, started_at, ended_at, retry_at,"
        "                           answered, inbound)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[],"
        "   $6::text[], $7::text[], $8::uuid[], $9::int[], $10::timestamptz[],"
        "   $11::timestamptz[], $12::timestamptz[], $13::bool[], $14::bool[])"
        " ON CONFLICT (id) DO UPDATE SET outcome = EXCLUDED.outcome,"
        "   outcome_reason = EXCLUDED.outcome_reason, called = EXCLUDED.called,"
        "   caller = EXCLUDED.caller, flow_id = EXCLUDED.flow_id,"
        "   flow_version = EXCLUDED.flow_version, started_at = EXCLUDED.started_at,"
        "   ended_at = EXCLUDED.ended_at, retry_at = EXCLUDED.retry_at,"
        "   answered = EXCLUDED.answered, inbound = EXCLUDED.inbound"
        " WHERE a.outcome IS NULL RETURNING id",
        ids, jobs, numbers, outcomes, reasons, called, callers, flows, versions, started, over,
        retries, answered, inbound);
    if (!written) return fail(written.error());
    std::set<Uuid> fresh_ends;
    for (const auto row : *written) fresh_ends.insert(row.get<Uuid>(0));
    return fresh_ends;
}

/// Stores what became of attempts and jobs, and counts it.
Result<void> take_changes(pg::Transaction& transaction, const ExecutionFacts& read, Cells& cells) {
    std::set<Uuid> touched;
    for (const auto& [id, job] : read.jobs) touched.insert(id);
    const std::vector<Uuid> jobs{touched.begin(), touched.end()};
    const auto before = read_standings(transaction, jobs);
    if (!before) return fail(before.error());
    if (!read.ended.empty()) {
        const auto ends = write_ends(transaction, read.ended);
        if (!ends) return fail(ends.error());
        for (const auto& id : *ends) {
            const auto& it = read.ended.at(id);
            if (it.execution && !it.test) count_attempt(*it.execution, it, cells);
        }
    }
    if (auto done = write_skips(transaction, read.jobs); !done) return done;
    if (auto done = summarise(transaction, jobs); !done) return done;
    const auto after = read_standings(transaction, jobs);
    if (!after) return fail(after.error());
    count_contacts(*before, *after, cells);
    for (const auto& it : read.skipped) count_skipped(it, cells);
    return {};
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

/// Each topic counts in parts of its own.
enum class Topic { call_events, execution_events };

std::int32_t part_of(const kafka::Batch& batch, Topic topic) {
    if (batch.records().empty()) return 0;
    return 2 * batch.records().front().partition + static_cast<std::int32_t>(topic);
}

} // namespace

Result<void> take_call_events(kafka::Batch& batch, pg::Transaction& transaction) {
    auto read = read_call_events(batch);
    if (read.facts.empty()) return {};
    const auto deleted = find_unknown(transaction, told_late_only(read));
    if (!deleted) return fail(deleted.error());
    drop_jobs(read, *deleted);
    Cells cells;
    if (auto done = write_jobs(transaction, read.jobs, cells); !done) return done;
    auto attempts = find_attempts(transaction, read.facts);
    if (!attempts) return fail(attempts.error());
    const auto facts = fresh(read.facts, attempts->last);
    for (const auto& fact : facts) count_call(fact, attempts->ringing[fact.attempt], cells);
    if (auto done = append_events(transaction, facts); !done) return done;
    if (auto done = write_recordings(transaction, read.recordings); !done) return done;
    if (auto done = raise_sequences(transaction, *attempts); !done) return done;
    if (auto done = summarise(transaction, attempts->jobs_of_new); !done) return done;
    if (auto done = add_nodes(transaction, facts); !done) return done;
    return add(transaction, cells, part_of(batch, Topic::call_events));
}

Result<void> take_execution_events(kafka::Batch& batch, pg::Transaction& transaction) {
    const auto last = read_sequences(transaction, keys_of(batch));
    if (!last) return fail(last.error());
    const auto read = read_execution_events(batch, *last);
    if (auto done = write_executions(transaction, read.launched); !done) return done;
    if (auto done = write_grown(transaction, read.grown); !done) return done;
    Cells cells;
    if (auto done = write_jobs(transaction, read.jobs, cells); !done) return done;
    if (auto done = take_changes(transaction, read, cells); !done) return done;
    if (auto done = write_sequences(transaction, read.last); !done) return done;
    return add(transaction, cells, part_of(batch, Topic::execution_events));
}

} // namespace hatif::reporting
