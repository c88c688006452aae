#include "reporting/report_store.hpp"

#include "reporting/job_query.hpp"
#include "reporting/recording_rows.hpp"

#include <algorithm>
#include <map>

namespace hatif::reporting {

using base::Errc;
using base::fail;
using base::Result;
using base::Uuid;
using OptionalUuid = std::optional<Uuid>;

namespace {

const std::string job_columns = "id, execution_id, program_id, contact_id, flow_id,"
                                " skipped_reason, created_at, next_attempt_at, test";

StoredJob job_from(const pg::Row& row) {
    return {.id = row.get<Uuid>(0),
            .execution = row.get<OptionalUuid>(1),
            .program = row.get<OptionalUuid>(2),
            .contact = row.get<OptionalUuid>(3),
            .flow = row.get<OptionalUuid>(4),
            .skipped_reason = row.get<std::optional<std::string>>(5),
            .created_at = row.get<base::Instant>(6),
            .due_at = row.get<std::optional<base::Instant>>(7),
            .test = row.get<bool>(8)};
}

StoredAttempt attempt_from(const pg::Row& row) {
    StoredAttempt attempt{.id = row.get<Uuid>(0), .number = row.get<std::int32_t>(2)};
    if (row.null(3)) return attempt;
    attempt.end = AttemptEnd{
        .outcome = row.get<std::int32_t>(3),
        .outcome_reason = row.get<std::string>(4),
        .called = row.get<std::string>(5),
        .caller = row.get<std::string>(6),
        .flow = row.get<OptionalUuid>(7),
        .flow_version = row.get<std::int32_t>(8),
        .started_at = row.get<std::optional<base::Instant>>(9),
        .ended_at = row.get<std::optional<base::Instant>>(10),
        .retry_at = row.get<std::optional<base::Instant>>(11),
        .inbound = row.get<bool>(12),
    };
    return attempt;
}

using EventsByAttempt = std::map<Uuid, std::vector<dialer::v1::CallEvent>>;

Result<EventsByAttempt> read_events(pg::Transaction& transaction, const std::vector<Uuid>& jobs) {
    const auto rows = transaction.exec(
        "SELECT e.attempt_id, e.payload FROM attempts a JOIN call_events e ON e.attempt_id = a.id"
        " WHERE a.job_id = ANY ($1::uuid[]) ORDER BY e.attempt_id, e.sequence",
        jobs);
    if (!rows) return fail(rows.error());
    EventsByAttempt events;
    for (const auto row : *rows) {
        const auto payload = row.get<std::string_view>(1);
        // It was parsed before it was stored.
        (void)events[row.get<Uuid>(0)].emplace_back().ParseFromArray(
            payload.data(), static_cast<int>(payload.size()));
    }
    return events;
}

/// Adds the attempts and their events to jobs that were read.
Result<void> complete(pg::Transaction& transaction, std::vector<StoredJob>& jobs) {
    std::map<Uuid, StoredJob*> by_id;
    std::vector<Uuid> ids;
    for (auto& job : jobs) {
        by_id.emplace(job.id, &job);
        ids.push_back(job.id);
    }
    auto events = read_events(transaction, ids);
    if (!events) return fail(events.error());
    auto recordings = recordings_of(transaction, ids);
    if (!recordings) return fail(recordings.error());
    const auto rows = transaction.exec(
        "SELECT id, job_id, number, outcome, outcome_reason, called, caller, flow_id,"
        " flow_version, started_at, ended_at, retry_at, inbound FROM attempts"
        " WHERE job_id = ANY ($1::uuid[]) ORDER BY job_id, number",
        ids);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        auto attempt = attempt_from(row);
        attempt.events = std::move((*events)[attempt.id]);
        attempt.recordings = std::move((*recordings)[attempt.id]);
        by_id.at(row.get<Uuid>(1))->attempts.push_back(std::move(attempt));
    }
    return {};
}

/// Which index is best depends on what is asked for: plans are not kept.
Result<void> plan_anew(pg::Transaction& transaction) {
    const auto set = transaction.exec("SET LOCAL plan_cache_mode = force_custom_plan");
    if (!set) return fail(set.error());
    return {};
}

/// The rows of a page, one more to see whether another follows.
Result<std::vector<StoredJob>>
read_rows(pg::Transaction& transaction, const JobQuery& jobs, const page::Request& wanted) {
    const auto query = jobs.page(job_columns, wanted);
    const auto rows = transaction.execute(query.sql, query.params);
    if (!rows) return fail(rows.error());
    std::vector<StoredJob> found;
    for (const auto row : *rows) found.push_back(job_from(row));
    return found;
}

page::Place place_of(const StoredJob& job) {
    return {page::as_value(*job.created_at), job.id.to_string()};
}

} // namespace

Result<StoredJob>
find_job(pg::Transaction& transaction, base::OrganizationId organization, const Uuid& id) {
    const auto rows = transaction.exec("SELECT " + job_columns +
                                           " FROM jobs WHERE id = $1 AND organization_id = $2",
                                       id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(Errc::not_found, "there is no job " + id.to_string(), "JOB_NOT_FOUND");
    }
    std::vector<StoredJob> jobs{job_from((*rows)[0])};
    if (auto completed = complete(transaction, jobs); !completed) return fail(completed.error());
    return std::move(jobs.front());
}

Result<JobPage> list_jobs(pg::Transaction& transaction,
                          base::OrganizationId organization,
                          const JobFilter& filter,
                          const page::Request& wanted) {
    JobPage page;
    const auto jobs = JobQuery::make(organization, filter, wanted.search);
    if (!jobs) {
        page.meta = page::meta(wanted, 0);
        return page;
    }
    if (auto done = plan_anew(transaction); !done) return fail(done.error());
    const auto counted = jobs->count();
    const auto total = transaction.execute(counted.sql, counted.params);
    if (!total) return fail(total.error());
    auto known = (*total)[0].get<std::int64_t>(0);
    if (known == 0) {
        page.meta = page::meta(wanted, 0);
        return page;
    }
    auto found = read_rows(transaction, *jobs, wanted);
    if (!found) return fail(found.error());
    // What is seen is there, whatever the count said: it may end at ten thousand.
    const auto before = (std::int64_t{wanted.page} - 1) * wanted.limit;
    if (!found->empty()) {
        known = std::max(known, before + static_cast<std::int64_t>(found->size()));
    }
    if (found->size() > wanted.limit) found->pop_back();
    std::optional<page::Place> last;
    if (!found->empty()) last = place_of(found->back());
    page.jobs = std::move(*found);
    page.meta = page::meta(wanted, known, last);
    if (auto completed = complete(transaction, page.jobs); !completed) {
        return fail(completed.error());
    }
    return page;
}

Result<JobsRead> read_jobs(pg::Transaction& transaction,
                           base::OrganizationId organization,
                           const JobFilter& filter,
                           const page::Request& wanted) {
    JobsRead read;
    const auto jobs = JobQuery::make(organization, filter, wanted.search);
    if (!jobs) return read;
    if (auto done = plan_anew(transaction); !done) return fail(done.error());
    auto found = read_rows(transaction, *jobs, wanted);
    if (!found) return fail(found.error());
    if (found->size() > wanted.limit) {
        found->pop_back();
        const auto last = place_of(found->back());
        read.next =
            page::Cursor{wanted.page + 1, wanted.sort_by, wanted.order, last.value, last.id};
    }
    read.jobs = std::move(*found);
    if (auto completed = complete(transaction, read.jobs); !completed) {
        return fail(completed.error());
    }
    return read;
}

} // namespace hatif::reporting
