#include "program_scheduler/leasing/trunk_reports.hpp"

#include "base/uuid.hpp"
#include "rpc/time.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Reasons are short codes; a worker's slip must not fill the table.
constexpr std::size_t longest_reason = 200;

struct Columns {
    std::vector<base::Uuid> trunks;
    std::vector<std::int32_t> statuses;
    std::vector<std::string> reasons;
    std::vector<std::optional<base::Instant>> closed_until, seen_at;
};

Columns columns_of(const program::v1::ReportTrunksRequest& request) {
    Columns it;
    std::set<base::Uuid> seen;
    for (const auto& item : request.trunks()) {
        const auto id = base::Uuid::parse(item.trunk_id());
        if (!id || !seen.insert(*id).second) continue;
        it.trunks.push_back(*id);
        it.statuses.push_back(
            std::max<std::int32_t>(item.status(), program::v1::TRUNK_STATUS_UNKNOWN));
        it.reasons.push_back(item.reason().substr(0, longest_reason));
        it.closed_until.emplace_back();
        if (item.has_closed_until()) it.closed_until.back() = rpc::from_wire(item.closed_until());
        it.seen_at.emplace_back();
        if (item.has_seen_at()) it.seen_at.back() = rpc::from_wire(item.seen_at());
    }
    return it;
}

} // namespace

Result<void> report_trunks(pg::Transaction& transaction,
                           const program::v1::ReportTrunksRequest& request) {
    const auto it = columns_of(request);
    const auto kept = transaction.exec(
        "INSERT INTO trunk_reports (trunk_id, worker, status, reason, closed_until, seen_at, "
        "reported_at) SELECT t.id, $1, u.status, u.reason, u.closed, u.seen, now() "
        "FROM unnest($2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[]) "
        "AS u(id, status, reason, closed, seen) JOIN trunks t ON t.id = u.id ORDER BY t.id "
        "ON CONFLICT (trunk_id, worker) DO UPDATE SET status = EXCLUDED.status, "
        "reason = EXCLUDED.reason, closed_until = EXCLUDED.closed_until, "
        "seen_at = coalesce(EXCLUDED.seen_at, trunk_reports.seen_at), "
        "reported_at = EXCLUDED.reported_at",
        request.worker(), it.trunks, it.statuses, it.reasons, it.closed_until, it.seen_at);
    if (!kept) return fail(kept.error());
    // Of workers that are gone for long.
    const auto swept =
        transaction.exec("DELETE FROM trunk_reports WHERE reported_at < now() - interval '1 hour' "
                         "AND (closed_until IS NULL OR closed_until < now())");
    if (!swept) return fail(swept.error());
    return {};
}

Result<std::set<base::Uuid>> take_registrations(pg::Transaction& transaction,
                                                const std::string& worker) {
    // Nothing is written while another worker keeps it, nor more often than every five seconds.
    const auto taken = transaction.exec(
        "INSERT INTO trunk_registrars AS r (trunk_id, worker, until) "
        "SELECT id, $1, now() + interval '15 s' FROM trunks WHERE registers AND NOT EXISTS "
        "(SELECT FROM trunk_registrars o WHERE o.trunk_id = id AND o.until > now() + "
        "CASE WHEN o.worker = $1 THEN interval '10 s' ELSE interval '0 s' END) ORDER BY id "
        "ON CONFLICT (trunk_id) DO UPDATE SET worker = EXCLUDED.worker, until = EXCLUDED.until "
        "WHERE r.worker = EXCLUDED.worker OR r.until <= now()",
        worker);
    if (!taken) return fail(taken.error());
    const auto rows = transaction.exec(
        "SELECT trunk_id FROM trunk_registrars WHERE worker = $1 AND until > now()", worker);
    if (!rows) return fail(rows.error());
    std::set<base::Uuid> own;
    for (const auto row : *rows) own.insert(row.get<base::Uuid>(0));
    return own;
}

} // namespace hatif::program_scheduler
