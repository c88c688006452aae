#include "program_scheduler/bench/run.hpp"

#include <hatif/program/v1/execution_events.pb.h>

#include <set>

namespace hatif::program_scheduler::bench {

using base::Instant;
using base::Result;
using namespace std::chrono_literals;

namespace {

/// What must hold of every execution that has ended: each query counts the rows that break it.
struct Law {
    const char* says;
    const char* broken;
};

constexpr Law laws[] = {
    {"a lease outlived its execution", "SELECT count(*) FROM leases"},
    {"someone still waits in a queue", "SELECT count(*) FROM job_queue"},
    {"a job has no end state", "SELECT count(*) FROM jobs WHERE status = 0"},
    {"a contact has two jobs",
     "SELECT count(*) FROM (SELECT FROM jobs GROUP BY execution_id, contact_id "
     "HAVING count(*) > 1) d"},
    {"the counts are not those of the jobs",
     "SELECT count(*) FROM execution_counts c JOIN executions e ON e.id = c.execution_id "
     "LEFT JOIN (SELECT execution_id, count(*) FILTER (WHERE status = 1) AS done, "
     "count(*) FILTER (WHERE status = 2) AS failed, count(*) FILTER (WHERE status = 3) AS skipped, "
     "count(*) AS jobs, count(*) FILTER (WHERE attempts > 0) AS dialled, "
     "count(*) FILTER (WHERE answered) AS answered FROM jobs GROUP BY execution_id) j "
     "ON j.execution_id = c.execution_id WHERE c.completed <> coalesce(j.done, 0) "
     "OR c.failed <> coalesce(j.failed, 0) OR c.dialled <> coalesce(j.dialled, 0) "
     "OR c.answered <> coalesce(j.answered, 0) "
     "OR c.skipped <> coalesce(j.skipped, 0) + e.total - coalesce(j.jobs, 0)"},
    {"an end state does not follow from the last attempt",
     "SELECT count(*) FROM jobs j JOIN LATERAL (SELECT outcome FROM attempts a WHERE a.job_id = "
     "j.id ORDER BY number DESC LIMIT 1) a ON true WHERE (j.status = 1) <> (a.outcome IN (1, 8)) "
     "OR j.outcome <> a.outcome"},
    {"a job's attempts are not counted",
     "SELECT count(*) FROM jobs j WHERE attempts <> (SELECT count(*) FROM attempts a "
     "WHERE a.job_id = j.id) OR attempts <> coalesce((SELECT max(number) FROM attempts a "
     "WHERE a.job_id = j.id), 0)"},
    {"a retry came before it was due",
     "SELECT count(*) FROM attempts a JOIN attempts b ON b.job_id = a.job_id "
     "AND b.number = a.number + 1 WHERE a.retry_at IS NULL OR b.leased_at < a.retry_at"},
    {"a retry did not wait for its delay",
     "SELECT count(*) FROM attempts a JOIN executions e ON e.id = a.execution_id "
     "WHERE a.retry_at IS NOT NULL AND e.retry_type = 1 AND cardinality(e.retry_by_outcome) = 0 "
     "AND (a.retry_at < a.ended_at + e.retry_delay_minutes * interval '1 min' - interval '1 ms' "
     "OR a.number > e.retry_max)"},
};

std::int64_t told_in(const std::string& payload,
                     std::set<std::string>& ended,
                     std::set<std::string>& skipped,
                     std::vector<std::string>& wrong) {
    program::v1::ExecutionEvent event;
    event.ParseFromString(payload);
    if (event.has_attempt_ended() && !ended.insert(event.attempt_ended().attempt_id()).second) {
        wrong.emplace_back("an attempt's end was announced twice");
    }
    if (event.has_job_skipped() && !skipped.insert(event.job_skipped().job_id()).second) {
        wrong.emplace_back("a job's skip was announced twice");
    }
    return event.has_execution_status_changed()
               ? event.execution_status_changed().skipped_without_job()
               : 0;
}

/// What was announced is what the tables say.
void audit_events(Database& database, std::vector<std::string>& wrong) {
    std::set<std::string> ended;
    std::set<std::string> skipped;
    std::int64_t without_job = 0;
    must(database.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto rows =
            must(transaction.exec("SELECT payload FROM announcements ORDER BY xid, id, place"));
        for (const auto row : rows) {
            without_job += told_in(row.get<std::string>(0), ended, skipped, wrong);
        }
        return {};
    }));
    if (std::ssize(ended) != database.scalar("SELECT count(*) FROM attempts")) {
        wrong.emplace_back("not every attempt's end was announced");
    }
    if (std::ssize(skipped) + without_job !=
        database.scalar("SELECT coalesce(sum(skipped), 0)::bigint FROM execution_counts")) {
        wrong.emplace_back("the skips that were announced are not those that are counted");
    }
}

struct Row {
    schedule::Outcome outcome;
    std::string reason;
};

/// Each call is one attempt, with the end that its worker told of, unless that was lost.
void audit_calls(Database& database, const Judge& judge, std::vector<std::string>& wrong) {
    std::map<std::string, Row> rows;
    must(database.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        for (const auto row : must(transaction.exec("SELECT id, outcome, reason FROM attempts"))) {
            rows[row.get<base::Uuid>(0).to_string()] = {
                schedule::outcome_from(row.get<std::int32_t>(1)), row.get<std::string>(2)};
        }
        return {};
    }));
    for (const auto& [attempt, call] : judge.all()) {
        const auto row = rows.find(attempt);
        if (row == rows.end()) {
            wrong.push_back("a call has no attempt: " + attempt);
            continue;
        }
        const bool cut = row->second.reason == "worker_lost" ||
                         row->second.reason == "lease_lost" ||
                         row->second.reason == "hung_up_on_request";
        if (!cut && row->second.outcome != call.outcome) {
            wrong.push_back("an attempt has another outcome than its call");
        }
    }
    for (const auto& [attempt, row] : rows) {
        if (!judge.all().contains(attempt) && row.reason != "worker_lost") {
            wrong.push_back("an attempt has no call: " + row.reason);
        }
    }
}

} // namespace

std::vector<std::string> audit(Database& database, const Scene& scene, const Judge& judge) {
    std::vector<std::string> wrong;
    for (const Law& law : laws) {
        const auto broken = database.scalar(law.broken);
        if (broken > 0) wrong.push_back(law.says + (" (" + std::to_string(broken) + ")"));
    }
    audit_events(database, wrong);
    audit_calls(database, judge, wrong);
    for (const auto& it : scene.ventures) {
        if (!it.launched()) continue;
        const auto total = database.scalar("SELECT total FROM executions WHERE id = '" +
                                           it.execution.value().to_string() + "'");
        if (total != static_cast<std::int64_t>(it.people.second - it.people.first)) {
            wrong.emplace_back("the total is not the audience's");
        }
    }
    return wrong;
}

} // namespace hatif::program_scheduler::bench
