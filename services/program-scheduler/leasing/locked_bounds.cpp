#include "program_scheduler/leasing/locked_bounds.hpp"

#include <algorithm>
#include <array>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using base::Uuid;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t few_leases = 256;
constexpr base::Duration for_each_lease = 100us;
constexpr base::Duration longest_validity = 250ms;

/// Whose live calls anyone asks for: fair shares go by those of organizations and programs.
bool counts(const BoundKey& key, const schedule::Bound& bound) {
    return key.first == CapacityKind::organization || key.first == CapacityKind::program ||
           bound.max_concurrent;
}

pg::Query locking(const std::set<BoundKey>& wanted) {
    std::vector<std::int32_t> kinds;
    std::vector<Uuid> ids;
    for (const auto& [kind, id] : wanted) {
        kinds.push_back(static_cast<std::int32_t>(kind));
        ids.push_back(id);
    }
    return pg::query("SELECT c.kind, c.id, c.max_concurrent, c.per_second, c.next_at, c.used, "
                     "c.share, c.live, c.counted_until FROM capacity c JOIN unnest($1::int[], "
                     "$2::uuid[]) AS w(kind, id) ON c.kind = w.kind AND c.id = w.id "
                     "ORDER BY c.kind, c.id FOR UPDATE OF c",
                     kinds, ids);
}

} // namespace

base::Duration count_validity(std::int64_t leases) {
    return std::clamp<base::Duration>((leases - few_leases) * for_each_lease, 0us,
                                      longest_validity);
}

void LockedBounds::read(const pg::Rows& rows) {
    for (const auto row : rows) {
        Kept& it = at(static_cast<CapacityKind>(row.get<std::int32_t>(0)), row.get<Uuid>(1));
        it.now = {.max_concurrent = row.get<std::optional<std::int64_t>>(2),
                  .live = row.get<std::int64_t>(7),
                  .per_second = row.get<std::optional<double>>(3),
                  .next_at = row.get<base::Instant>(4),
                  .used = row.get<std::int64_t>(5)};
        it.before = it.now;
        it.share = row.get<std::int32_t>(6);
        it.has_row = true;
        it.counted_until = it.counted_until_before = row.get<base::Instant>(8);
    }
}

/// One of a clock that has jumped since is none.
bool LockedBounds::is_counted() const {
    return std::all_of(kept_.begin(), kept_.end(), [&](const auto& entry) {
        const Kept& it = entry.second;
        return !counts(entry.first, it.now) ||
               (it.counted_until > now && it.counted_until <= now + longest_validity);
    });
}

/// All of the leases, once: the rows that are locked keep others from adding to what they say.
Result<void> LockedBounds::count(pg::Transaction& transaction) {
    const auto rows = transaction.exec(
        "SELECT organization_id, program_id, did_id, trunk_id, calls FROM live_calls");
    if (!rows) return fail(rows.error());
    for (auto& [key, it] : kept_) it.now.live = 0;
    std::int64_t all = 0;
    for (const auto row : *rows) {
        const auto calls = row.get<std::int64_t>(4);
        all += calls;
        for (int kind = 0; kind < 4; ++kind) {
            const auto found = kept_.find({static_cast<CapacityKind>(kind), row.get<Uuid>(kind)});
            if (found != kept_.end()) found->second.now.live += calls;
        }
    }
    for (auto& [key, it] : kept_) it.counted_until = now + count_validity(all);
    return {};
}

Result<LockedBounds> LockedBounds::lock(pg::Transaction& transaction,
                                        const std::set<BoundKey>& wanted,
                                        std::vector<pg::Query> others) {
    others.insert(others.begin(), {locking(wanted), pg::query("SELECT clock_timestamp()")});
    auto answers = transaction.exec_all(std::move(others));
    if (!answers) return fail(answers.error());
    LockedBounds bounds;
    for (const BoundKey& key : wanted) bounds.kept_.try_emplace(key);
    bounds.read(answers->at(0));
    bounds.now = answers->at(1)[0].get<base::Instant>(0);
    for (std::size_t i = 2; i < answers->size(); ++i) {
        bounds.others.push_back(std::move((*answers)[i]));
    }
    if (bounds.is_counted()) return bounds;
    if (auto counted = bounds.count(transaction); !counted) return fail(counted.error());
    return bounds;
}

/// A count that is over already is not written, nor added to.
Result<void> LockedBounds::save(pg::Transaction& transaction) const {
    std::vector<std::int32_t> kinds;
    std::vector<Uuid> ids;
    std::vector<base::Instant> next, counted_until;
    std::vector<std::int64_t> used, live;
    for (const auto& [key, it] : kept_) {
        const auto& [kind, id] = key;
        const bool is_good =
            counts(key, it.now) && (it.counted_until > now || it.counted_until_before > now);
        const bool moved = it.now.next_at != it.before.next_at || it.now.used != it.before.used;
        const bool recounted = is_good && (it.now.live != it.before.live ||
                                           it.counted_until != it.counted_until_before);
        if (!it.has_row || (!moved && !recounted)) continue;
        kinds.push_back(static_cast<std::int32_t>(kind));
        ids.push_back(id);
        next.push_back(it.now.next_at);
        used.push_back(it.now.used);
        live.push_back(is_good ? it.now.live : it.before.live);
        counted_until.push_back(is_good ? it.counted_until : it.counted_until_before);
    }
    if (ids.empty()) return {};
    return transaction.defer(
        "UPDATE capacity c SET next_at = u.next_at, used = u.used, live = u.live, counted_until = "
        "u.counted_until FROM unnest($1::int[], $2::uuid[], $3::timestamptz[], $4::bigint[], "
        "$5::bigint[], $6::timestamptz[]) AS u(kind, id, next_at, used, live, counted_until) "
        "WHERE c.kind = u.kind AND c.id = u.id",
        kinds, ids, next, used, live, counted_until);
}

} // namespace hatif::program_scheduler
