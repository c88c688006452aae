#include "program_scheduler/leasing/live_numbers.hpp"

#include <algorithm>
#include <tuple>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Column by column.
struct Numbers {
    std::vector<base::OrganizationId> organizations;
    std::vector<std::string> numbers;
    std::vector<base::AttemptId> attempts;
    std::vector<std::int32_t> epochs;
    std::vector<std::optional<base::Instant>> not_after;

    explicit Numbers(const std::vector<Lease>& leases) {
        for (const Lease& lease : leases) {
            if (lease.to.empty()) continue;
            organizations.push_back(lease.organization);
            numbers.push_back(lease.to);
            attempts.push_back(lease.attempt);
            epochs.push_back(lease.epoch);
            not_after.push_back(lease.not_after);
        }
    }
};

} // namespace

void sort_by_number(std::vector<Lease>& leases) {
    std::sort(leases.begin(), leases.end(), [](const Lease& a, const Lease& b) {
        return std::tie(a.to, a.organization) < std::tie(b.to, b.organization);
    });
}

Result<Held> hold_numbers(pg::Transaction& transaction, std::vector<Lease> leases) {
    Held held;
    if (leases.empty()) return held;
    sort_by_number(leases);
    const Numbers it{leases};
    const auto given = transaction.exec(
        "WITH u AS MATERIALIZED (SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], "
        "$4::int[], $5::timestamptz[]) AS u(organization, number, attempt, epoch, not_after)), "
        "held AS (INSERT INTO live_numbers (organization_id, number, attempt_id) "
        "SELECT organization, number, attempt FROM u "
        "ON CONFLICT (organization_id, number) DO NOTHING RETURNING attempt_id), "
        // Before the leases are looked up: each of them once, not once for each other.
        "got AS MATERIALIZED (SELECT u.* FROM u JOIN held ON held.attempt_id = u.attempt), "
        "ours AS (UPDATE leases l SET to_number = got.number, not_after = got.not_after FROM got "
        "CROSS JOIN LATERAL (SELECT ctid AS at FROM leases WHERE attempt_id = got.attempt "
        "OFFSET 0) it WHERE l.ctid = it.at "
        "AND l.epoch = got.epoch AND l.started_at IS NULL RETURNING l.attempt_id) "
        "SELECT held.attempt_id, ours.attempt_id IS NOT NULL FROM held LEFT JOIN ours "
        "ON ours.attempt_id = held.attempt_id",
        it.organizations, it.numbers, it.attempts, it.epochs, it.not_after);
    if (!given) return fail(given.error());
    std::set<base::AttemptId> in_vain;
    for (const auto row : *given) {
        (row.get<bool>(1) ? held.given : in_vain).insert(row.get<base::AttemptId>(0));
    }
    std::vector<Lease> lost;
    for (const Lease& lease : leases) {
        if (in_vain.contains(lease.attempt)) {
            lost.push_back(lease);
        } else if (!held.given.contains(lease.attempt)) {
            held.busy.insert(lease.attempt); // even if it has come free since: it comes again
        }
    }
    if (auto done = free_numbers(transaction, lost); !done) return fail(done.error());
    return held;
}

Result<void> free_numbers(pg::Transaction& transaction, const std::vector<Lease>& leases) {
    const Numbers it{leases};
    if (it.attempts.empty()) return {};
    const auto freed = transaction.exec(
        "DELETE FROM live_numbers n USING unnest($1::uuid[], $2::text[], $3::uuid[]) AS "
        "u(organization, number, attempt) WHERE n.organization_id = u.organization "
        "AND n.number = u.number AND n.attempt_id = u.attempt",
        it.organizations, it.numbers, it.attempts);
    if (!freed) return fail(freed.error());
    return {};
}

Result<std::set<base::AttemptId>>
over_cap(pg::Transaction& transaction, const std::vector<Lease>& leases, const Promises& promises) {
    std::vector<Lease> capped;
    std::vector<std::int32_t> calls, hours;
    for (const Lease& lease : leases) {
        const auto cap = promises.cap(lease.execution);
        if (!cap) continue;
        capped.push_back(lease);
        calls.push_back(cap->calls);
        hours.push_back(cap->hours);
    }
    std::set<base::AttemptId> over;
    if (capped.empty()) return over;
    const Numbers it{capped};
    const auto rows = transaction.exec(
        "SELECT u.attempt FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::int[]) "
        "AS u(organization, number, attempt, calls, hours) WHERE (SELECT count(*) FROM "
        "recent_dials d WHERE d.organization_id = u.organization AND d.number = u.number "
        "AND d.at > now() - make_interval(hours => u.hours)) >= u.calls",
        it.organizations, it.numbers, it.attempts, calls, hours);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) over.insert(row.get<base::AttemptId>(0));
    return over;
}

Result<void> note_dials(pg::Transaction& transaction,
                        const std::vector<base::AttemptId>& attempts) {
    if (attempts.empty()) return {};
    const auto noted = transaction.exec(
        "INSERT INTO recent_dials (organization_id, number, at, attempt_id) "
        "SELECT l.organization_id, l.to_number, l.started_at, l.attempt_id FROM leases l "
        "JOIN executions e ON e.id = l.execution_id WHERE l.attempt_id = ANY($1) "
        "AND e.cap_calls IS NOT NULL",
        attempts);
    if (!noted) return fail(noted.error());
    return {};
}

Result<void> forget_dials(pg::Transaction& transaction, const std::vector<Lease>& leases) {
    const Numbers it{leases};
    if (it.attempts.empty()) return {};
    const auto forgotten = transaction.exec(
        "DELETE FROM recent_dials d USING unnest($1::uuid[], $2::text[], $3::uuid[]) AS "
        "u(organization, number, attempt) WHERE d.organization_id = u.organization "
        "AND d.number = u.number AND d.attempt_id = u.attempt",
        it.organizations, it.numbers, it.attempts);
    if (!forgotten) return fail(forgotten.error());
    return {};
}

} // namespace hatif::program_scheduler
