#include "program_scheduler/numbers/bounds.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Its share unless the platform said otherwise.
constexpr std::int32_t usual_share = 10;

// What should be: $1 the organization, $2, $3 and $5 its bounds and share, $4 the numbers. Kinds as
// CapacityKind; only an organization's share counts. Its single calls are of a program that is
// called as it is, and has no bounds.
const std::string wanted =
    "(SELECT 0 AS kind, $1::uuid AS id, $2::bigint AS most, $3::float8 AS rate, $5::int AS share "
    "UNION ALL SELECT 1, $1::uuid, NULL, NULL, 10 "
    "UNION ALL SELECT 2, id, max_concurrent_calls, NULL, 10 FROM dids WHERE id = ANY($4) "
    "UNION ALL SELECT 3, id, max_concurrent_calls, calls_per_second, 10 FROM trunks) AS b";

} // namespace

std::string next_start(const std::string& rate) {
    // Without a rate nobody asks for it; the slowest only keeps the sum within a timestamp.
    return "least(capacity.next_at, clock_timestamp() + make_interval(secs => 1 / greatest(" +
           rate + "::float8, 0.001)))";
}

Result<void> set_bound(pg::Transaction& transaction,
                       CapacityKind kind,
                       const base::Uuid& id,
                       const std::optional<std::uint32_t>& max_concurrent,
                       const std::optional<double>& per_second) {
    std::optional<std::int64_t> most;
    if (max_concurrent) most = *max_concurrent;
    const auto written = transaction.exec(
        "INSERT INTO capacity (kind, id, max_concurrent, per_second) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (kind, id) DO UPDATE SET max_concurrent = EXCLUDED.max_concurrent, "
        "per_second = EXCLUDED.per_second, counted_until = 'epoch', next_at = " +
            next_start("EXCLUDED.per_second"),
        static_cast<std::int32_t>(kind), id, most, per_second);
    if (!written) return fail(written.error());
    return {};
}

Result<void> refresh_bounds(pg::Transaction& transaction,
                            const base::OrganizationId& organization,
                            const rpc::OrganizationSettings& settings,
                            const std::vector<base::DidId>& dids) {
    std::optional<std::int64_t> most;
    std::optional<double> rate;
    if (settings.max_concurrent_calls > 0) most = settings.max_concurrent_calls;
    if (settings.calls_per_second > 0) rate = settings.calls_per_second;
    const auto share =
        settings.call_share > 0 ? static_cast<std::int32_t>(settings.call_share) : usual_share;
    // Without a lock first: ON CONFLICT would lock every row that a claim holds, changed or not.
    const auto stale = transaction.exec(
        "SELECT FROM " + wanted +
            " LEFT JOIN capacity c ON c.kind = b.kind AND c.id = b.id WHERE c.id IS NULL OR "
            "(c.max_concurrent, c.per_second, c.share) IS DISTINCT FROM (b.most, b.rate, b.share) "
            "LIMIT 1",
        organization, most, rate, dids, share);
    if (!stale) return fail(stale.error());
    if (stale->empty()) return {};
    // Sorted by (kind, id), as everyone locks them.
    const auto written = transaction.exec(
        "INSERT INTO capacity (kind, id, max_concurrent, per_second, share) "
        "SELECT kind, id, most, rate, share FROM " +
            wanted +
            " ORDER BY kind, id ON CONFLICT (kind, id) DO UPDATE SET "
            "max_concurrent = EXCLUDED.max_concurrent, per_second = EXCLUDED.per_second, "
            "share = EXCLUDED.share, counted_until = 'epoch', next_at = " +
            next_start("EXCLUDED.per_second") +
            " WHERE (capacity.max_concurrent, capacity.per_second, capacity.share) "
            "IS DISTINCT FROM (EXCLUDED.max_concurrent, EXCLUDED.per_second, EXCLUDED.share)",
        organization, most, rate, dids, share);
    if (!written) return fail(written.error());
    return {};
}

} // namespace hatif::program_scheduler
