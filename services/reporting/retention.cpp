#include "reporting/retention.hpp"

#include "reporting/count_store.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace hatif::reporting {

using base::fail;
using base::Instant;
using base::Result;
using base::Uuid;

namespace {

constexpr std::int32_t part_of_sweepers = -1;

/// A job that is not over stays, however long its retry waits in a pause: the next event would make
/// it anew, and its contact be counted twice.
Result<std::vector<Uuid>> claim(pg::Transaction& transaction,
                                const Uuid& organization,
                                Instant before,
                                std::int64_t at_most) {
    const auto rows = transaction.exec(
        "SELECT id FROM jobs WHERE organization_id = $1 AND created_at < $2 AND latest_at < $2"
        "   AND (skipped_reason IS NOT NULL OR outcome IS NOT NULL AND next_attempt_at IS NULL)"
        " ORDER BY created_at, id LIMIT $3 FOR UPDATE SKIP LOCKED",
        organization, before, at_most);
    if (!rows) return fail(rows.error());
    std::vector<Uuid> jobs;
    for (const auto row : *rows) jobs.push_back(row.get<Uuid>(0));
    return jobs;
}

} // namespace

Result<void> write_retentions(pg::Transaction& transaction, const Retentions& retentions) {
    std::vector<Uuid> organizations;
    std::vector<std::int32_t> days;
    for (const auto& [organization, kept] : retentions) {
        organizations.push_back(organization);
        days.push_back(kept);
    }
    const auto gone = transaction.exec(
        "DELETE FROM retentions WHERE organization_id <> ALL ($1::uuid[])", organizations);
    if (!gone) return fail(gone.error());
    const auto written =
        transaction.exec("INSERT INTO retentions AS r SELECT * FROM unnest($1::uuid[], $2::int[])"
                         " ON CONFLICT (organization_id) DO UPDATE"
                         " SET call_reports_days = EXCLUDED.call_reports_days"
                         " WHERE r.call_reports_days <> EXCLUDED.call_reports_days",
                         organizations, days);
    if (!written) return fail(written.error());
    return {};
}

Result<std::optional<std::int32_t>> days_kept(pg::Transaction& transaction,
                                              base::OrganizationId organization) {
    const auto rows = transaction.exec(
        "SELECT call_reports_days FROM retentions WHERE organization_id = $1", organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    return (*rows)[0].get<std::int32_t>(0);
}

bool is_past(const Uuid& job, std::optional<std::int32_t> days, Instant now) {
    constexpr int version_byte = 6, version_7 = 0x70, bytes_of_time = 6;
    if (!days || (job.bytes()[version_byte] & 0xf0) != version_7) return false;
    std::int64_t milliseconds = 0;
    for (int i = 0; i < bytes_of_time; ++i) milliseconds = milliseconds * 256 + job.bytes()[i];
    const Instant made{std::chrono::milliseconds{milliseconds}};
    return made < now - std::chrono::hours{24} * *days;
}

Result<std::int64_t> delete_reports(pg::Transaction& transaction,
                                    const Uuid& organization,
                                    Instant before,
                                    std::int64_t at_most) {
    const auto jobs = claim(transaction, organization, before, at_most);
    if (!jobs) return fail(jobs.error());
    if (jobs->empty()) return 0;
    const auto events =
        transaction.exec("DELETE FROM call_events WHERE attempt_id IN"
                         " (SELECT id FROM attempts WHERE job_id = ANY ($1::uuid[]))",
                         *jobs);
    if (!events) return fail(events.error());
    const auto attempts =
        transaction.exec("DELETE FROM attempts WHERE job_id = ANY ($1::uuid[])", *jobs);
    if (!attempts) return fail(attempts.error());
    // A single call is a key of its own.
    std::vector<std::string> keys;
    for (const auto& id : *jobs) keys.push_back(id.to_string());
    const auto sequences =
        transaction.exec("DELETE FROM last_sequences WHERE key = ANY ($1::text[])", keys);
    if (!sequences) return fail(sequences.error());
    const auto gone = transaction.exec(
        "DELETE FROM jobs WHERE id = ANY ($1::uuid[]) RETURNING execution_id", *jobs);
    if (!gone) return fail(gone.error());
    Cells cells;
    for (const auto row : *gone) {
        if (!row.null(0)) --cells[{row.get<Uuid>(0), Kind::jobs}].count;
    }
    if (auto counted = add(transaction, cells, part_of_sweepers); !counted) {
        return fail(counted.error());
    }
    return static_cast<std::int64_t>(jobs->size());
}

} // namespace hatif::reporting
