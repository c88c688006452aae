#include "program_scheduler/leasing/shared_room.hpp"

#include <algorithm>
#include <random>
#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using base::Uuid;

namespace {

/// Nobody lets a phone stay silent for longer than this many trunks take to refuse.
constexpr std::size_t most_detours = 4;

std::size_t place_of(std::vector<Uuid>& places, const Uuid& id) {
    const auto it = std::find(places.begin(), places.end(), id);
    if (it != places.end()) return static_cast<std::size_t>(it - places.begin());
    places.push_back(id);
    return places.size() - 1;
}

pg::Query ask_lines(const std::vector<Candidate>& candidates) {
    std::set<Uuid> wanted;
    for (const Candidate& it : candidates) {
        wanted.insert(it.dids.begin(), it.dids.end());
        if (it.kept_did) wanted.insert(*it.kept_did);
    }
    return pg::query("SELECT id, organization_id, number, trunk_id, is_shared FROM dids "
                     "WHERE id = ANY($1) AND status = 'active'",
                     std::vector<Uuid>{wanted.begin(), wanted.end()});
}

/// Asked after the capacity row of the program is held, which whoever writes them holds.
pg::Query ask_turns(const std::vector<Candidate>& candidates) {
    std::vector<base::ExecutionId> executions;
    executions.reserve(candidates.size());
    for (const Candidate& it : candidates) executions.push_back(it.execution);
    return pg::query("SELECT t.execution_id, t.used FROM execution_turns t JOIN "
                     "executions e ON e.id = t.execution_id WHERE e.id = ANY($1) "
                     "AND cardinality(t.used) = cardinality(e.did_pool)",
                     executions);
}

} // namespace

void SharedRoom::read_lines(const pg::Rows& rows) {
    for (const auto row : rows) {
        lines_.emplace(row.get<Uuid>(0),
                       Line{row.get<std::optional<Uuid>>(1), row.get<std::string>(2),
                            row.get<std::optional<Uuid>>(3), row.get<bool>(4)});
    }
}

/// Those that one of the numbers may use: the others' bounds are nobody's to wait for here.
void SharedRoom::keep_trunks(const std::vector<UsableTrunk>& usable) {
    const bool any =
        std::any_of(lines_.begin(), lines_.end(), [](const auto& it) { return !it.second.trunk; });
    for (const UsableTrunk& it : usable) {
        const bool named = std::any_of(lines_.begin(), lines_.end(), [&](const auto& line) {
            return line.second.trunk == it.id;
        });
        if (!any && !named) continue;
        trunks_.push_back(it.id);
        room.trunks.push_back({.weight = it.weight, .priority = it.priority});
    }
}

Result<void> SharedRoom::lock_bounds(pg::Transaction& transaction,
                                     const std::vector<Candidate>& candidates) {
    std::set<BoundKey> wanted;
    for (const Candidate& it : candidates) {
        wanted.emplace(CapacityKind::organization, it.organization.value());
        wanted.emplace(CapacityKind::program, it.program.value());
    }
    for (const auto& [did, line] : lines_) wanted.emplace(CapacityKind::did, did);
    for (const Uuid& trunk : trunks_) wanted.emplace(CapacityKind::trunk, trunk);
    auto locked = LockedBounds::lock(transaction, wanted, {ask_turns(candidates)});
    if (!locked) return fail(locked.error());
    bounds_ = *std::move(locked);
    now = bounds_.now;
    read_turns(bounds_.others.front());
    return {};
}

void SharedRoom::read_turns(const pg::Rows& rows) {
    for (const auto row : rows) {
        turns_[row.get<base::ExecutionId>(0)].used = row.get<std::vector<std::int64_t>>(1);
    }
}

/// Not one that was given away since.
bool SharedRoom::is_theirs(const Candidate& candidate, const Uuid& did) const {
    const auto line = lines_.find(did);
    if (line == lines_.end()) return false;
    return line->second.is_shared || line->second.organization == candidate.organization.value();
}

/// Not one whose trunk is down, or closed.
bool SharedRoom::may_call_from(const Candidate& candidate, const Uuid& did) const {
    if (!is_theirs(candidate, did)) return false;
    const Line& line = lines_.at(did);
    return !line.trunk || trunk_place(line);
}

void SharedRoom::add_demand(const Candidate& it, std::int64_t share) {
    schedule::Demand demand{.organization = place_of(organizations_, it.organization.value()),
                            .program = place_of(programs_, it.program.value()),
                            .due = it.due,
                            .priority = it.priority,
                            .share = share};
    // A number that is not theirs any more is kept for no one.
    if (it.kept_did && is_theirs(it, *it.kept_did)) {
        if (may_call_from(it, *it.kept_did)) demand.dids.push_back(place_of(dids_, *it.kept_did));
        demands.push_back(std::move(demand));
        return;
    }
    // One demand of an execution keeps its turns; no program's: the numbers' own counts decide.
    const auto found = turns_.find(it.execution);
    Turns* turns = found == turns_.end() || found->second.demand ? nullptr : &found->second;
    if (turns != nullptr) turns->demand = demands.size();
    for (std::size_t i = 0; i < it.dids.size(); ++i) {
        if (!may_call_from(it, it.dids[i])) continue;
        demand.dids.push_back(place_of(dids_, it.dids[i]));
        if (turns == nullptr) continue;
        demand.turns.push_back(turns->used.at(i));
        turns->places.push_back(i);
    }
    demands.push_back(std::move(demand));
}

void SharedRoom::arrange(const std::vector<Candidate>& candidates) {
    for (const Candidate& it : candidates) add_demand(it, bounds_.share(it.organization.value()));
    for (const Uuid& id : organizations_) {
        room.organizations.push_back(bounds_.bound(CapacityKind::organization, id));
    }
    for (const Uuid& id : programs_) {
        room.programs.push_back(bounds_.bound(CapacityKind::program, id));
    }
    for (std::size_t i = 0; i < trunks_.size(); ++i) {
        room.trunks[i].bound = bounds_.bound(CapacityKind::trunk, trunks_[i]);
    }
    for (const Uuid& id : dids_) {
        const Line& line = lines_.at(id);
        room.dids.push_back({bounds_.bound(CapacityKind::did, id), trunk_place(line)});
        numbers_.push_back(line.number);
    }
    thread_local std::mt19937_64 random{std::random_device{}()};
    room.luck = random();
}

Result<SharedRoom> SharedRoom::lock(pg::Transaction& transaction,
                                    const std::vector<Candidate>& candidates,
                                    const std::vector<std::string>& workers) {
    const auto answers = transaction.exec_all({ask_alike(workers), ask_lines(candidates)});
    if (!answers) return fail(answers.error());
    auto alike = first_alike(answers->at(0), workers);
    SharedRoom shared;
    shared.workers = std::move(alike.workers);
    shared.read_lines(answers->at(1));
    shared.keep_trunks(alike.trunks);
    if (auto locked = shared.lock_bounds(transaction, candidates); !locked) {
        return fail(locked.error());
    }
    shared.arrange(candidates);
    return shared;
}

std::optional<std::size_t> SharedRoom::trunk_place(const Line& line) const {
    if (!line.trunk) return {};
    const auto it = std::find(trunks_.begin(), trunks_.end(), *line.trunk);
    if (it == trunks_.end()) return {};
    return static_cast<std::size_t>(it - trunks_.begin());
}

std::vector<base::TrunkId> SharedRoom::other_trunks(const Uuid& did, const Uuid& trunk) const {
    std::vector<base::TrunkId> others;
    if (trunks_.size() < 2 || lines_.at(did).trunk) return others;
    for (const auto i : schedule::in_order(room.trunks)) {
        if (others.size() == most_detours) break;
        if (trunks_[i] != trunk) others.emplace_back(trunks_[i]);
    }
    return others;
}

Result<void> SharedRoom::save_turns(pg::Transaction& transaction) const {
    std::vector<base::ExecutionId> executions;
    std::vector<std::string> texts; // of arrays: a list of lists is none that unnest tells apart
    for (const auto& [execution, turns] : turns_) {
        if (!turns.demand) continue;
        auto used = turns.used;
        for (std::size_t i = 0; i < turns.places.size(); ++i) {
            used[turns.places[i]] = demands[*turns.demand].turns[i];
        }
        if (used == turns.used) continue;
        std::string text;
        for (const auto count : used) text += (text.empty() ? "{" : ",") + std::to_string(count);
        executions.push_back(execution);
        texts.push_back(text + "}");
    }
    if (executions.empty()) return {};
    return transaction.defer(
        "UPDATE execution_turns t SET used = u.used::bigint[] FROM unnest($1::uuid[], $2::text[]) "
        "AS u(id, used) WHERE t.execution_id = u.id",
        executions, texts);
}

/// What nobody asks for stays as it was: starts where there is a rate, calls ever leased where they
/// decide whose turn it is.
void SharedRoom::keep_moved() {
    const auto keep = [&](CapacityKind kind, const Uuid& id, const schedule::Bound& moved,
                          bool counts) {
        schedule::Bound& it = bounds_.bound(kind, id);
        it.live = moved.live;
        if (it.per_second) it.next_at = moved.next_at;
        if (counts || it.per_second) it.used = moved.used;
    };
    const bool numbers_count =
        std::any_of(demands.begin(), demands.end(), [](const schedule::Demand& it) {
            return it.turns.empty() && it.dids.size() > 1;
        });
    for (std::size_t i = 0; i < organizations_.size(); ++i) {
        keep(CapacityKind::organization, organizations_[i], room.organizations[i], false);
    }
    for (std::size_t i = 0; i < programs_.size(); ++i) {
        keep(CapacityKind::program, programs_[i], room.programs[i], false);
    }
    for (std::size_t i = 0; i < dids_.size(); ++i) {
        keep(CapacityKind::did, dids_[i], room.dids[i].bound, numbers_count);
    }
    for (std::size_t i = 0; i < trunks_.size(); ++i) {
        keep(CapacityKind::trunk, trunks_[i], room.trunks[i].bound, true);
    }
}

Result<void> SharedRoom::save(pg::Transaction& transaction) {
    keep_moved();
    if (auto saved = bounds_.save(transaction); !saved) return saved;
    return save_turns(transaction);
}

} // namespace hatif::program_scheduler
