#include "program_scheduler/leasing/candidates.hpp"

#include "program_scheduler/leasing/usable_trunks.hpp"

#include <algorithm>
#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using base::Uuid;

Result<std::vector<Candidate>> find_candidates(pg::Transaction& transaction, std::int64_t most) {
    // In no fixed order: where room opens for one call at a time, shares are equal each time, and
    // the same one would always be first.
    const auto rows = transaction.exec(
        "SELECT e.id, e.organization_id, coalesce(e.program_id, e.organization_id), "
        "e.audience_id, e.audience_version, e.did_pool, q.due, e.currency, e.include_unreachable, "
        "e.priority, e.closes_at, e.max_call_duration FROM executions e CROSS JOIN LATERAL (SELECT "
        "count(*) AS due FROM "
        "(SELECT FROM job_queue WHERE execution_id = e.id AND due_at <= now() LIMIT $1) d) q "
        "WHERE e.status = 2 AND e.opens_at <= now() AND (e.closes_at IS NULL OR e.closes_at > "
        "now()) "
        "AND q.due > 0 ORDER BY random()",
        most);
    if (!rows) return fail(rows.error());
    std::vector<Candidate> found;
    for (const auto row : *rows) {
        found.push_back({row.get<base::ExecutionId>(0), row.get<base::OrganizationId>(1),
                         row.get<base::ProgramId>(2), row.get<base::AudienceId>(3),
                         row.get<std::int64_t>(4), row.get<std::vector<Uuid>>(5),
                         row.get<std::int64_t>(6), row.get<std::string>(7), row.get<bool>(8),
                         row.get<std::int32_t>(9), row.get<std::optional<base::Instant>>(10),
                         std::chrono::seconds{row.get<std::int32_t>(11)}});
    }
    return found;
}

namespace {

/// Nobody lets a phone stay silent for longer than this many trunks take to refuse.
constexpr std::size_t most_detours = 4;

std::size_t place_of(std::vector<Uuid>& places, const Uuid& id) {
    const auto it = std::find(places.begin(), places.end(), id);
    if (it != places.end()) return static_cast<std::size_t>(it - places.begin());
    places.push_back(id);
    return places.size() - 1;
}

} // namespace

Result<void> SharedRoom::read_lines(pg::Transaction& transaction,
                                    const std::vector<Candidate>& candidates) {
    std::set<Uuid> wanted;
    for (const Candidate& it : candidates) wanted.insert(it.dids.begin(), it.dids.end());
    const auto rows =
        transaction.exec("SELECT id, organization_id, number, trunk_id, is_shared FROM dids "
                         "WHERE id = ANY($1) AND status = 'active'",
                         std::vector<Uuid>{wanted.begin(), wanted.end()});
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        lines_.emplace(row.get<Uuid>(0),
                       Line{row.get<std::optional<Uuid>>(1), row.get<std::string>(2),
                            row.get<std::optional<Uuid>>(3), row.get<bool>(4)});
    }
    return {};
}

/// Those that one of the numbers may use: the others' bounds are nobody's to wait for here.
Result<void> SharedRoom::read_trunks(pg::Transaction& transaction, const std::string& worker) {
    const auto usable = usable_trunks(transaction, worker);
    if (!usable) return fail(usable.error());
    const bool any =
        std::any_of(lines_.begin(), lines_.end(), [](const auto& it) { return !it.second.trunk; });
    for (const UsableTrunk& it : *usable) {
        const bool named = std::any_of(lines_.begin(), lines_.end(), [&](const auto& line) {
            return line.second.trunk == it.id;
        });
        if (!any && !named) continue;
        trunks_.push_back(it.id);
        room.trunks.push_back({.weight = it.weight, .priority = it.priority});
    }
    return {};
}

Result<SharedRoom::Bounds> SharedRoom::read_bounds(pg::Transaction& transaction,
                                                   const std::vector<Candidate>& candidates) {
    std::set<std::pair<int, Uuid>> wanted;
    for (const Candidate& it : candidates) {
        wanted.emplace(0, it.organization.value());
        wanted.emplace(1, it.program.value());
    }
    for (const auto& [did, line] : lines_) wanted.emplace(2, did);
    for (const Uuid& trunk : trunks_) wanted.emplace(3, trunk);
    std::vector<std::int32_t> kinds;
    std::vector<Uuid> ids;
    for (const auto& [kind, id] : wanted) {
        kinds.push_back(kind);
        ids.push_back(id);
    }
    const auto locked = transaction.exec(
        "SELECT c.kind, c.id, c.max_concurrent, c.per_second, c.next_at, c.used FROM capacity c "
        "JOIN unnest($1::int[], $2::uuid[]) AS w(kind, id) ON c.kind = w.kind AND c.id = w.id "
        "ORDER BY c.kind, c.id FOR UPDATE OF c",
        kinds, ids);
    if (!locked) return fail(locked.error());
    Bounds bounds;
    for (const auto row : *locked) {
        bounds[{static_cast<CapacityKind>(row.get<std::int32_t>(0)), row.get<Uuid>(1)}] = {
            .max_concurrent = row.get<std::optional<std::int64_t>>(2),
            .per_second = row.get<std::optional<double>>(3),
            .next_at = row.get<base::Instant>(4),
            .used = row.get<std::int64_t>(5)};
    }
    // Some have no row, and so no bound of their own; their calls count all the same.
    for (const auto& [kind, id] : wanted) bounds.try_emplace({static_cast<CapacityKind>(kind), id});
    // A statement of its own: its snapshot, and its clock, are taken after the locks are held.
    const auto live = transaction.exec(
        "SELECT clock_timestamp(), l.* FROM (VALUES (1)) once LEFT JOIN (SELECT organization_id, "
        "program_id, did_id, trunk_id, count(*) FROM leases "
        "GROUP BY organization_id, program_id, did_id, trunk_id) l ON true");
    if (!live) return fail(live.error());
    now = (*live)[0].get<base::Instant>(0);
    for (const auto row : *live) {
        for (int kind = 0; kind < 4; ++kind) {
            const auto id = row.get<std::optional<Uuid>>(1 + kind);
            if (!id) return bounds; // nobody is called
            const auto it = bounds.find({static_cast<CapacityKind>(kind), *id});
            if (it != bounds.end()) it->second.live += row.get<std::int64_t>(5);
        }
    }
    return bounds;
}

/// After the capacity row of the program is held, which whoever writes them holds.
Result<void> SharedRoom::read_turns(pg::Transaction& transaction,
                                    const std::vector<Candidate>& candidates) {
    std::vector<base::ExecutionId> executions;
    executions.reserve(candidates.size());
    for (const Candidate& it : candidates) executions.push_back(it.execution);
    const auto rows = transaction.exec("SELECT t.execution_id, t.used FROM execution_turns t JOIN "
                                       "executions e ON e.id = t.execution_id WHERE e.id = ANY($1) "
                                       "AND cardinality(t.used) = cardinality(e.did_pool)",
                                       executions);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        turns_[row.get<base::ExecutionId>(0)].used = row.get<std::vector<std::int64_t>>(1);
    }
    return {};
}

void SharedRoom::arrange(const std::vector<Candidate>& candidates, const Bounds& bounds) {
    const auto bound = [&](CapacityKind kind, const Uuid& id) {
        const auto it = bounds.find({kind, id});
        return it == bounds.end() ? schedule::Bound{} : it->second;
    };
    for (const Candidate& it : candidates) {
        schedule::Demand demand{.organization = place_of(organizations_, it.organization.value()),
                                .program = place_of(programs_, it.program.value()),
                                .due = it.due,
                                .priority = it.priority};
        const auto turns = turns_.find(it.execution);
        for (std::size_t i = 0; i < it.dids.size(); ++i) {
            const auto line = lines_.find(it.dids[i]);
            if (line == lines_.end()) continue;
            const bool own = line->second.organization == it.organization.value();
            if (!own && !line->second.is_shared) continue;                  // given away since
            if (line->second.trunk && !trunk_place(line->second)) continue; // down, or closed
            demand.dids.push_back(place_of(dids_, it.dids[i]));
            if (turns == turns_.end()) continue; // no program's: the numbers' own counts decide
            demand.turns.push_back(turns->second.used.at(i));
            turns->second.demand = demands.size();
            turns->second.places.push_back(i);
        }
        demands.push_back(std::move(demand));
    }
    for (const Uuid& id : organizations_) {
        room.organizations.push_back(bound(CapacityKind::organization, id));
    }
    for (const Uuid& id : programs_) room.programs.push_back(bound(CapacityKind::program, id));
    for (std::size_t i = 0; i < trunks_.size(); ++i) {
        room.trunks[i].bound = bound(CapacityKind::trunk, trunks_[i]);
    }
    for (const Uuid& id : dids_) {
        const Line& line = lines_.at(id);
        room.dids.push_back({bound(CapacityKind::did, id), trunk_place(line)});
        numbers_.push_back(line.number);
    }
}

Result<SharedRoom> SharedRoom::lock(pg::Transaction& transaction,
                                    const std::vector<Candidate>& candidates,
                                    const std::string& worker) {
    SharedRoom shared;
    if (auto read = shared.read_lines(transaction, candidates); !read) return fail(read.error());
    if (auto read = shared.read_trunks(transaction, worker); !read) return fail(read.error());
    const auto bounds = shared.read_bounds(transaction, candidates);
    if (!bounds) return fail(bounds.error());
    if (auto read = shared.read_turns(transaction, candidates); !read) return fail(read.error());
    shared.arrange(candidates, *bounds);
    return shared;
}

std::optional<std::size_t> SharedRoom::trunk_place(const Line& line) const {
    if (!line.trunk) return {};
    const auto it = std::find(trunks_.begin(), trunks_.end(), *line.trunk);
    if (it == trunks_.end()) return {};
    return static_cast<std::size_t>(it - trunks_.begin());
}

std::vector<base::TrunkId> SharedRoom::other_trunks(const schedule::Place& place) const {
    std::vector<base::TrunkId> others;
    if (room.dids[place.did].trunk) return others;
    for (const auto i : schedule::in_order(room.trunks)) {
        if (others.size() == most_detours) break;
        if (i != place.trunk) others.emplace_back(trunks_[i]);
    }
    return others;
}

Result<void> SharedRoom::save_turns(pg::Transaction& transaction) const {
    for (const auto& [execution, turns] : turns_) {
        auto used = turns.used;
        for (std::size_t i = 0; i < turns.places.size(); ++i) {
            used[turns.places[i]] = demands[turns.demand].turns[i];
        }
        if (used == turns.used) continue;
        const auto saved = transaction.exec(
            "UPDATE execution_turns SET used = $2 WHERE execution_id = $1", execution, used);
        if (!saved) return fail(saved.error());
    }
    return {};
}

Result<void> SharedRoom::save(pg::Transaction& transaction) const {
    std::vector<std::int32_t> kinds;
    std::vector<Uuid> ids;
    std::vector<base::Instant> next;
    std::vector<std::int64_t> used;
    const auto add = [&](CapacityKind kind, const Uuid& id, const schedule::Bound& bound) {
        kinds.push_back(static_cast<std::int32_t>(kind));
        ids.push_back(id);
        next.push_back(bound.next_at);
        used.push_back(bound.used);
    };
    for (std::size_t i = 0; i < organizations_.size(); ++i) {
        add(CapacityKind::organization, organizations_[i], room.organizations[i]);
    }
    for (std::size_t i = 0; i < programs_.size(); ++i) {
        add(CapacityKind::program, programs_[i], room.programs[i]);
    }
    for (std::size_t i = 0; i < dids_.size(); ++i)
        add(CapacityKind::did, dids_[i], room.dids[i].bound);
    for (std::size_t i = 0; i < trunks_.size(); ++i)
        add(CapacityKind::trunk, trunks_[i], room.trunks[i].bound);
    const auto saved =
        transaction.exec("UPDATE capacity c SET next_at = u.next_at, used = u.used "
                         "FROM unnest($1::int[], $2::uuid[], $3::timestamptz[], $4::bigint[]) "
                         "AS u(kind, id, next_at, used) WHERE c.kind = u.kind AND c.id = u.id "
                         "AND (c.next_at, c.used) IS DISTINCT FROM (u.next_at, u.used)",
                         kinds, ids, next, used);
    if (!saved) return fail(saved.error());
    return save_turns(transaction);
}

} // namespace hatif::program_scheduler
