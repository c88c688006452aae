#include "program_scheduler/leasing/rerouting.hpp"

#include "program_scheduler/calls/single_call_rows.hpp"
#include "program_scheduler/leasing/usable_trunks.hpp"
#include "program_scheduler/limits.hpp"
#include "schedule/bound.hpp"

#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using base::Uuid;
using program::v1::StartResponse;

namespace {

/// The trunks that are asked for, their bounds locked.
struct Room {
    std::map<Uuid, schedule::Bound> trunks; ///< those that may be used now
    std::map<base::DidId, Uuid> bound_dids; ///< numbers that name their trunk
    std::map<base::JobId, SingleCall> singles;
    base::Instant now{};
};

Result<void> lock_bounds(pg::Transaction& transaction, const std::vector<Uuid>& ids, Room& room) {
    const auto rows = transaction.exec(
        "SELECT id, max_concurrent, per_second, next_at, used FROM capacity WHERE kind = 3 "
        "AND id = ANY($1) ORDER BY id FOR UPDATE",
        ids);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        const auto found = room.trunks.find(row.get<Uuid>(0));
        if (found == room.trunks.end()) continue;
        found->second = {.max_concurrent = row.get<std::optional<std::int64_t>>(1),
                         .per_second = row.get<std::optional<double>>(2),
                         .next_at = row.get<base::Instant>(3),
                         .used = row.get<std::int64_t>(4)};
    }
    // A statement of its own, after the locks, as a claim does.
    const auto live = transaction.exec(
        "WITH live AS MATERIALIZED (SELECT * FROM live_calls) SELECT clock_timestamp(), u.id, "
        "(SELECT coalesce(sum(calls), 0)::bigint FROM live l WHERE l.trunk_id = u.id) "
        "FROM unnest($1::uuid[]) AS u(id)",
        ids);
    if (!live) return fail(live.error());
    for (const auto row : *live) {
        room.now = row.get<base::Instant>(0);
        const auto found = room.trunks.find(row.get<Uuid>(1));
        if (found != room.trunks.end()) found->second.live = row.get<std::int64_t>(2);
    }
    return {};
}

Result<void>
read_dids(pg::Transaction& transaction, const std::vector<Reroute>& wishes, Room& room) {
    std::set<base::DidId> dids;
    for (const Reroute& it : wishes) dids.insert(it.lease.did);
    const auto rows =
        transaction.exec("SELECT id, trunk_id FROM dids WHERE id = ANY($1) AND trunk_id IS NOT "
                         "NULL",
                         std::vector<base::DidId>{dids.begin(), dids.end()});
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        room.bound_dids.emplace(row.get<base::DidId>(0), row.get<Uuid>(1));
    }
    return {};
}

Result<Room>
enter(pg::Transaction& transaction, const std::string& worker, const std::vector<Reroute>& wishes) {
    Room room;
    std::set<Uuid> wanted;
    std::vector<base::JobId> jobs;
    for (const Reroute& it : wishes) {
        wanted.insert(it.to.value());
        if (it.lease.is_single()) jobs.push_back(it.lease.job);
    }
    const auto usable = usable_trunks(transaction, worker);
    if (!usable) return fail(usable.error());
    for (const UsableTrunk& it : *usable) {
        if (wanted.contains(it.id)) room.trunks.emplace(it.id, schedule::Bound{});
    }
    auto singles = read_single_calls(transaction, jobs);
    if (!singles) return fail(singles.error());
    room.singles = *std::move(singles);
    if (auto read = read_dids(transaction, wishes, room); !read) return fail(read.error());
    const std::vector<Uuid> ids{wanted.begin(), wanted.end()};
    if (auto locked = lock_bounds(transaction, ids, room); !locked) return fail(locked.error());
    return room;
}

/// The trunk that it may go on by; none: it may not.
schedule::Bound* way_for(const Reroute& it, schedule::Gate gate, Room& room) {
    if (gate != schedule::Gate::open) return nullptr;
    // Nobody's call leaves after their hours, by whatever trunk.
    if (it.lease.not_after && *it.lease.not_after < room.now + start_validity) return nullptr;
    const auto single = room.singles.find(it.lease.job);
    if (single != room.singles.end() && single->second.cancelled) return nullptr;
    const auto own = room.bound_dids.find(it.lease.did);
    if (own != room.bound_dids.end() && own->second != it.to.value()) return nullptr;
    const auto trunk = room.trunks.find(it.to.value());
    if (trunk == room.trunks.end()) return nullptr;
    return schedule::is_usable(trunk->second, room.now) ? &trunk->second : nullptr;
}

Result<void> write(pg::Transaction& transaction,
                   const std::vector<base::AttemptId>& attempts,
                   const std::vector<Uuid>& to,
                   const Room& room) {
    if (attempts.empty()) return {};
    const auto moved = transaction.exec(
        "UPDATE leases l SET trunk_id = u.trunk FROM unnest($1::uuid[], $2::uuid[]) "
        "AS u(id, trunk) WHERE l.attempt_id = u.id",
        attempts, to);
    if (!moved) return fail(moved.error());
    std::vector<Uuid> trunks;
    std::vector<base::Instant> next;
    std::vector<std::int64_t> used;
    for (const auto& [id, bound] : room.trunks) {
        trunks.push_back(id);
        next.push_back(bound.next_at);
        used.push_back(bound.used);
    }
    const auto counted = transaction.exec(
        "UPDATE capacity c SET next_at = u.next_at, used = u.used FROM unnest($1::uuid[], "
        "$2::timestamptz[], $3::bigint[]) AS u(id, next_at, used) WHERE c.kind = 3 "
        "AND c.id = u.id AND (c.next_at, c.used) IS DISTINCT FROM (u.next_at, u.used)",
        trunks, next, used);
    if (!counted) return fail(counted.error());
    return {};
}

} // namespace

Result<Answers> reroute(pg::Transaction& transaction,
                        const std::string& worker,
                        const std::vector<Reroute>& wishes,
                        const Gates& gates) {
    Answers answers;
    if (wishes.empty()) return answers;
    auto room = enter(transaction, worker, wishes);
    if (!room) return fail(room.error());
    std::vector<base::AttemptId> attempts;
    std::vector<Uuid> to;
    for (const Reroute& it : wishes) {
        auto& answer = answers[it.lease.attempt];
        if (!it.lease.started_at || it.lease.worker != worker || it.lease.inbound) {
            answer = StartResponse::ANSWER_LOST;
        } else if (it.lease.trunk == it.to) {
            answer = StartResponse::ANSWER_YES; // asked again
        } else if (auto* way = way_for(it, gates.at(it.lease.execution), *room)) {
            answer = StartResponse::ANSWER_YES;
            schedule::take(*way, room->now);
            attempts.push_back(it.lease.attempt);
            to.push_back(it.to.value());
        } else {
            answer = StartResponse::ANSWER_NO_ROOM;
        }
    }
    if (auto done = write(transaction, attempts, to, *room); !done) return fail(done.error());
    return answers;
}

} // namespace hatif::program_scheduler
