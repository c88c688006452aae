#include "reporting/report_store.hpp"

#include "page/clauses.hpp"

#include <map>

namespace hatif::reporting {

using base::Errc;
using base::fail;
using base::Result;
using base::Uuid;
using OptionalUuid = std::optional<Uuid>;

namespace {

const std::string job_columns = "id, execution_id, program_id, contact_id, flow_id, skipped_reason";

StoredJob job_from(const pg::Row& row) {
    return {.id = row.get<Uuid>(0),
            .execution = row.get<OptionalUuid>(1),
            .program = row.get<OptionalUuid>(2),
            .contact = row.get<OptionalUuid>(3),
            .flow = row.get<OptionalUuid>(4),
            .skipped_reason = row.get<std::optional<std::string>>(5)};
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
    const auto rows = transaction.exec(
        "SELECT id, job_id, number, outcome, outcome_reason, called, caller, flow_id,"
        " flow_version, started_at, ended_at, retry_at FROM attempts"
        " WHERE job_id = ANY ($1::uuid[]) ORDER BY job_id, number",
        ids);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        auto attempt = attempt_from(row);
        attempt.events = std::move((*events)[attempt.id]);
        by_id.at(row.get<Uuid>(1))->attempts.push_back(std::move(attempt));
    }
    return {};
}

Result<void> check_execution(pg::Transaction& transaction,
                             base::OrganizationId organization,
                             const Uuid& execution) {
    const auto known = transaction.exec(
        "SELECT FROM executions WHERE id = $1 AND organization_id = $2", execution, organization);
    if (!known) return fail(known.error());
    if (!known->empty()) return {};
    return fail(Errc::not_found, "there is no execution " + execution.to_string(),
                "EXECUTION_NOT_FOUND");
}

} // namespace

std::optional<std::string> digits_searched(const std::string& search) {
    std::string digits;
    bool any = false;
    for (const char c : search) {
        if (c < '0' || c > '9') continue;
        any = true;
        if (c != '0' || !digits.empty()) digits += c;
    }
    if (!any) return std::nullopt;
    return digits;
}

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
                          const Uuid& execution,
                          const page::Request& wanted,
                          std::optional<std::int32_t> outcome) {
    if (auto known = check_execution(transaction, organization, execution); !known) {
        return fail(known.error());
    }
    JobPage page;
    std::optional<std::string> called;
    if (!wanted.search.empty()) {
        const auto digits = digits_searched(wanted.search);
        if (!digits) {
            page.meta = page::meta(wanted, 0);
            return page;
        }
        called = page::containing(*digits);
    }
    const std::string of_list =
        " FROM jobs WHERE execution_id = $1 AND ($2::int IS NULL OR outcome = $2)"
        " AND ($3::text IS NULL OR called LIKE $3)";
    const auto total = transaction.exec("SELECT count(*)" + of_list, execution, outcome, called);
    if (!total) return fail(total.error());

    const auto part = page::clauses(wanted, "created_at", "$4::timestamptz", "$5::uuid");
    std::optional<base::Instant> place;
    std::optional<Uuid> place_id;
    if (wanted.after) {
        place = page::moment(wanted.after->value);
        place_id = Uuid::parse(wanted.after->id);
    }
    const auto rows = transaction.exec(
        "SELECT " + job_columns + ", created_at" + of_list + " AND " + part.behind + part.order +
            " LIMIT $6 OFFSET $7",
        execution, outcome, called, place, place_id, std::int64_t{wanted.limit}, wanted.offset());
    if (!rows) return fail(rows.error());
    std::optional<page::Place> last;
    for (const auto row : *rows) {
        page.jobs.push_back(job_from(row));
        last =
            page::Place{page::as_value(row.get<base::Instant>(6)), page.jobs.back().id.to_string()};
    }
    page.meta = page::meta(wanted, (*total)[0].get<std::int64_t>(0), last);
    if (auto completed = complete(transaction, page.jobs); !completed) {
        return fail(completed.error());
    }
    return page;
}

} // namespace hatif::reporting
