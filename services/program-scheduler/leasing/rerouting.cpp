#include "program_scheduler/leasing/rerouting.hpp"

#include "program_scheduler/calls/single_call_rows.hpp"
#include "program_scheduler/leasing/locked_bounds.hpp"
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
    LockedBounds bounds{};
    std::set<Uuid> trunks{};                ///< those that may be used now
    std::map<base::DidId, Uuid> bound_dids; ///< numbers that name their trunk
    std::map<base::JobId, SingleCall> singles;
};

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
    std::set<BoundKey> wanted;
    std::vector<base::JobId> jobs;
    for (const Reroute& it : wishes) {
        wanted.emplace(CapacityKind::trunk, it.to.value());
        if (it.lease.is_single()) jobs.push_back(it.lease.job);
    }
    const auto usable = usable_trunks(transaction, worker);
    if (!usable) return fail(usable.error());
    for (const UsableTrunk& it : *usable) {
        if (wanted.contains({CapacityKind::trunk, it.id})) room.trunks.insert(it.id);
    }
    auto singles = read_single_calls(transaction, jobs);
    if (!singles) return fail(singles.error());
    room.singles = *std::move(singles);
    if (auto read = read_dids(transaction, wishes, room); !read) return fail(read.error());
    auto locked = LockedBounds::lock(transaction, wanted);
    if (!locked) return fail(locked.error());
    room.bounds = *std::move(locked);
    return room;
}

/// The trunk that it may go on by; none: it may not.
schedule::Bound* way_for(const Reroute& it, schedule::Gate gate, Room& room) {
    if (gate != schedule::Gate::open) return nullptr;
    // Nobody's call leaves after their hours, by whatever trunk.
    if (it.lease.not_after && *it.lease.not_after < room.bounds.now + start_validity)
        return nullptr;
    const auto single = room.singles.find(it.lease.job);
    if (single != room.singles.end() && single->second.cancelled) return nullptr;
    const auto own = room.bound_dids.find(it.lease.did);
    if (own != room.bound_dids.end() && own->second != it.to.value()) return nullptr;
    if (!room.trunks.contains(it.to.value())) return nullptr;
    schedule::Bound& trunk = room.bounds.bound(CapacityKind::trunk, it.to.value());
    return schedule::is_usable(trunk, room.bounds.now) ? &trunk : nullptr;
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
    return room.bounds.save(transaction);
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
            schedule::take(*way, room->bounds.now);
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
