#include "program_scheduler/planning/job_writer.hpp"

#include "program_scheduler/executions/counts.hpp"

#include <hatif/program/v1/call_service.pb.h>

#include <algorithm>
#include <map>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Of one who may be in all of these zones.
Placement placement_in(const JobTerms& terms, const std::string& zones, base::Instant now) {
    // Who has no number that can be called, or is gone, is nowhere: their lease says which it is.
    if (zones.empty()) return {};
    const auto hours = schedule::hours_of_person(terms.hours, schedule::zones_in(zones));
    const auto opens = hours ? hours->next_open(now) : std::nullopt;
    if (!opens) return {.skip = "skipped_no_hours"};
    if (terms.stop_at && *terms.stop_at <= *opens) return {.skip = "skipped_stopped"};
    return *opens <= now ? Placement{} : Placement{.due = opens};
}

/// New ids, rising: an index that is filled at its end has full pages.
template <class Id>
std::vector<Id> rising(std::size_t count, base::Instant now) {
    std::vector<Id> ids;
    ids.reserve(count);
    for (std::size_t i = 0; i < count; ++i) ids.emplace_back(base::Uuid::v7(now));
    std::ranges::sort(ids);
    return ids;
}

/// The rows of one statement, column by column.
struct Columns {
    std::vector<base::JobId> jobs{};
    std::vector<base::AttemptId> attempts{};
    std::vector<base::ContactId> contacts{};
    std::vector<std::optional<std::string>> zones{}, skips{};
    std::vector<std::optional<base::Instant>> triggers{}, due{};

    Columns(std::size_t count, base::Instant now)
        : jobs{rising<base::JobId>(count, now)}, attempts{rising<base::AttemptId>(count, now)} {}

    void add(const JobTerms& terms, const Member& member, const Placement& at) {
        contacts.push_back(member.contact);
        zones.push_back(terms.hours.by_person() ? std::optional{member.zones} : std::nullopt);
        skips.push_back(at.skip.empty() ? std::nullopt : std::optional{at.skip});
        triggers.push_back(member.trigger_at);
        due.push_back(at.due);
    }
};

// $1 execution, $2 organization, $3 to $9 the columns, $10 the kind of note, $11 its time. Both
// answer those who are not called, and why.

// Members of a version, each of whom comes once.
constexpr const char* insert_members =
    "WITH u AS MATERIALIZED (SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], "
    "$7::text[], $8::timestamptz[], $9::timestamptz[]) AS u(job, attempt, contact, zones, skip, "
    "trigger_at, due)), made AS (INSERT INTO jobs (id, execution_id, organization_id, contact_id, "
    "attempt_id, zones, status, reason) SELECT job, $1, $2, contact, "
    "CASE WHEN skip IS NULL THEN attempt END, zones, "
    "CASE WHEN skip IS NULL THEN 0 ELSE 3 END, coalesce(skip, '') FROM u), "
    "queued AS (INSERT INTO job_queue (execution_id, due_at, job_id, contact_id, attempt_id) "
    "SELECT $1, coalesce(due, now()), job, contact, attempt FROM u WHERE skip IS NULL), "
    "noted AS (INSERT INTO job_trail (job_id, attempt_number, kind, reason, worker, first_at, "
    "last_at) SELECT job, 1, $10, skip, '', $11, $11 FROM u WHERE skip IS NOT NULL) "
    "SELECT job, contact, skip FROM u WHERE skip IS NOT NULL";

// Whoever is called for a trigger may have a job for it: those that were made are answered, too.
constexpr const char* insert_triggered =
    "WITH u AS MATERIALIZED (SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], "
    "$7::text[], $8::timestamptz[], $9::timestamptz[]) AS u(job, attempt, contact, zones, skip, "
    "trigger_at, due)), made AS (INSERT INTO jobs (id, execution_id, organization_id, contact_id, "
    "attempt_id, zones, trigger_at, status, reason) SELECT job, $1, $2, contact, "
    "CASE WHEN skip IS NULL THEN attempt END, zones, trigger_at, "
    "CASE WHEN skip IS NULL THEN 0 ELSE 3 END, coalesce(skip, '') FROM u "
    "ON CONFLICT (execution_id, contact_id, trigger_at) WHERE trigger_at IS NOT NULL DO NOTHING "
    "RETURNING id, contact_id, reason), queued AS (INSERT INTO job_queue (execution_id, due_at, "
    "job_id, contact_id, attempt_id) SELECT $1, coalesce(u.due, now()), u.job, u.contact, "
    "u.attempt FROM u JOIN made ON made.id = u.job WHERE u.skip IS NULL), "
    "noted AS (INSERT INTO job_trail (job_id, attempt_number, kind, reason, worker, first_at, "
    "last_at) SELECT id, 1, $10, reason, '', $11, $11 FROM made WHERE reason <> '') "
    "SELECT id, contact_id, reason FROM made";

} // namespace

std::vector<Placement>
place(const JobTerms& terms, const std::vector<Member>& members, base::Instant now) {
    std::vector<Placement> placements(members.size());
    if (!terms.hours.by_person()) return placements;
    std::map<std::string, Placement> known; // there are few zones
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto found = known.find(members[i].zones);
        if (found == known.end()) {
            const auto& zones = members[i].zones;
            found = known.emplace(zones, placement_in(terms, zones, now)).first;
        }
        placements[i] = found->second;
    }
    return placements;
}

Result<std::int64_t> write_jobs(pg::Transaction& transaction,
                                const JobTerms& terms,
                                const std::vector<Member>& members,
                                base::Instant now) {
    if (members.empty()) return 0;
    const auto placements = place(terms, members, now);
    Columns columns{members.size(), now};
    for (std::size_t i = 0; i < members.size(); ++i) {
        columns.add(terms, members[i], placements[i]);
    }
    const bool triggered = members.front().trigger_at.has_value();
    const auto made =
        transaction.exec(triggered ? insert_triggered : insert_members, terms.name.execution,
                         terms.name.organization, columns.jobs, columns.attempts, columns.contacts,
                         columns.zones, columns.skips, columns.triggers, columns.due,
                         static_cast<std::int32_t>(program::v1::TRAIL_KIND_SKIPPED), now);
    if (!made) return fail(made.error());
    std::vector<pg::Announcement> news;
    for (const auto row : *made) {
        const auto reason = row.get<std::string>(2);
        if (reason.empty()) continue;
        news.push_back(job_skipped(terms.name, row.get<base::JobId>(0), row.get<base::ContactId>(1),
                                   terms.flow, reason, now));
    }
    const auto count = triggered ? made->size() : static_cast<std::int64_t>(members.size());
    if (news.empty()) return count;
    CountChanges changes;
    changes.skipped(terms.name.execution, static_cast<std::int64_t>(news.size()));
    if (auto written = changes.write(transaction); !written) return fail(written.error());
    if (auto told = pg::announce(transaction, news); !told) return fail(told.error());
    return count;
}

} // namespace hatif::program_scheduler
