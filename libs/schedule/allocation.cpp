#include "schedule/allocation.hpp"

#include <algorithm>
#include <array>

namespace hatif::schedule {

namespace {

bool may_use(const Did& did, std::size_t trunk) {
    return !did.trunk || *did.trunk == trunk;
}

/// The usable trunk that is to carry the number's next call, or none.
std::optional<std::size_t> pick_trunk(const Room& room, const Did& did, base::Instant latest) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < room.trunks.size(); ++i) {
        if (!may_use(did, i)) continue;
        if (!is_usable(room.trunks[i].bound, latest)) continue;
        if (!best || goes_before(room.trunks[i], room.trunks[*best])) best = i;
    }
    return best;
}

struct Line {
    std::size_t did;
    std::size_t trunk;
    std::size_t turn; ///< the number's place in the demand
};

/// The usable number whose turn it is, and its trunk.
std::optional<Line> pick_line(const Room& room, const Demand& demand, base::Instant latest) {
    std::optional<Line> best;
    std::int64_t fewest = 0;
    for (std::size_t i = 0; i < demand.dids.size(); ++i) {
        const Did& did = room.dids[demand.dids[i]];
        if (!is_usable(did.bound, latest)) continue;
        const auto used = demand.turns.empty() ? did.bound.used : demand.turns[i];
        if (best && fewest <= used) continue;
        const auto trunk = pick_trunk(room, did, latest);
        if (!trunk) continue;
        best = Line{demand.dids[i], *trunk, i};
        fewest = used;
    }
    return best;
}

/// Someone who would take the next place.
struct Claimant {
    std::size_t who = 0;
    std::int64_t live = 0;
    std::int64_t weight = 1;
};

/// From 0 to below 1 (splitmix64).
double draw(std::uint64_t& luck) {
    luck += 0x9e3779b97f4a7c15U;
    auto it = luck;
    it = (it ^ (it >> 30U)) * 0xbf58476d1ce4e5b9U;
    it = (it ^ (it >> 27U)) * 0x94d049bb133111ebU;
    return static_cast<double>((it ^ (it >> 31U)) >> 11U) * 0x1p-53;
}

/// One of those who have less than their part of the live calls, this one included. There is always
/// one: what all lack together is one call.
std::size_t draw_one(const std::vector<Claimant>& claimants, std::uint64_t& luck) {
    if (claimants.size() == 1) return claimants.front().who;
    std::int64_t live = 1;
    std::int64_t weight = 0;
    for (const Claimant& it : claimants) {
        live += it.live;
        weight += it.weight;
    }
    const auto lacks = [&](const Claimant& it) {
        const auto part = static_cast<double>(live) * static_cast<double>(it.weight) /
                          static_cast<double>(weight);
        return std::max(part - static_cast<double>(it.live), 0.0);
    };
    double all = 0;
    for (const Claimant& it : claimants) all += lacks(it);
    double lot = draw(luck) * all;
    std::optional<std::size_t> last;
    for (const Claimant& it : claimants) {
        const double own = lacks(it);
        if (own <= 0) continue;
        last = it.who;
        if (lot < own) break;
        lot -= own;
    }
    return *last;
}

/// The demands that still want places: whose turn is it?
class Contest {
public:
    explicit Contest(const std::vector<Demand>& demands) : demands_{demands} {
        for (const Demand& demand : demands) left_.push_back(demand.due);
    }

    std::optional<std::size_t> next(Room& room) {
        // First the organization, then its program, then the program's demand.
        auto claimants =
            among([](const Demand&) { return true; },
                  [&](const Demand& it) {
                      return Claimant{it.organization, room.organizations[it.organization].live,
                                      it.share};
                  });
        if (claimants.empty()) return std::nullopt;
        const auto organization = draw_one(claimants, room.luck);
        claimants =
            among([&](const Demand& it) { return it.organization == organization; },
                  [&](const Demand& it) {
                      return Claimant{it.program, room.programs[it.program].live, it.priority};
                  });
        const auto program = draw_one(claimants, room.luck);
        claimants.clear();
        for (std::size_t i = 0; i < demands_.size(); ++i) {
            const Demand& it = demands_[i];
            if (left_[i] <= 0 || it.organization != organization || it.program != program) continue;
            claimants.push_back({i, 0, left_[i]});
        }
        return draw_one(claimants, room.luck);
    }

    void placed(std::size_t demand) { --left_[demand]; }

    /// What bounds it now bounds it for the whole round.
    void drop(std::size_t demand) { left_[demand] = 0; }

private:
    /// Each once, of the demands that want places.
    template <class Which, class Who>
    std::vector<Claimant> among(const Which& which, const Who& who) {
        std::vector<Claimant> found;
        for (std::size_t i = 0; i < demands_.size(); ++i) {
            if (left_[i] <= 0 || !which(demands_[i])) continue;
            const Claimant it = who(demands_[i]);
            if (seen_.size() <= it.who) seen_.resize(it.who + 1, false);
            if (seen_[it.who]) continue;
            seen_[it.who] = true;
            found.push_back(it);
        }
        for (const Claimant& it : found) seen_[it.who] = false;
        return found;
    }

    const std::vector<Demand>& demands_;
    std::vector<std::int64_t> left_;
    std::vector<bool> seen_;
};

std::optional<Place> place(Room& room, Demand& demand, base::Instant now, base::Instant latest) {
    if (!has_room(room.organizations[demand.organization])) return std::nullopt;
    if (!has_room(room.programs[demand.program])) return std::nullopt;
    const auto line = pick_line(room, demand, latest);
    if (!line) return std::nullopt;
    const std::array bounds{&room.organizations[demand.organization],
                            &room.programs[demand.program], &room.dids[line->did].bound,
                            &room.trunks[line->trunk].bound};
    base::Instant start = now;
    bool by_rate = false;
    for (const Bound* bound : bounds) {
        if (!bound->per_second) continue;
        by_rate = true;
        start = std::max(start, bound->next_at);
    }
    if (start > latest) return std::nullopt;
    for (Bound* bound : bounds) take(*bound, start);
    if (!demand.turns.empty()) ++demand.turns[line->turn];
    return Place{0, line->did, line->trunk, start, by_rate};
}

/// No line of the number has a start left.
bool is_paced(const Room& room, const Did& did, base::Instant latest) {
    if (is_paced(did.bound, latest)) return true;
    for (std::size_t i = 0; i < room.trunks.size(); ++i) {
        if (!may_use(did, i)) continue;
        if (!is_paced(room.trunks[i].bound, latest)) return false;
    }
    return !room.trunks.empty();
}

bool is_paced(const Room& room, const Demand& demand, base::Instant latest) {
    return is_paced(room.organizations[demand.organization], latest) ||
           is_paced(room.programs[demand.program], latest) ||
           (!demand.dids.empty() &&
            std::all_of(demand.dids.begin(), demand.dids.end(),
                        [&](std::size_t did) { return is_paced(room, room.dids[did], latest); }));
}

} // namespace

std::vector<Place> allocate(Room& room,
                            std::vector<Demand>& demands,
                            std::int64_t most,
                            base::Instant now,
                            base::Duration horizon) {
    catch_up(room.trunks);
    std::vector<Place> places;
    Contest contest{demands};
    while (static_cast<std::int64_t>(places.size()) < most) {
        const auto next = contest.next(room);
        if (!next) break;
        auto found = place(room, demands[*next], now, now + horizon);
        if (!found) {
            contest.drop(*next);
            continue;
        }
        found->demand = *next;
        places.push_back(*found);
        contest.placed(*next);
    }
    return places;
}

bool wait_for_rates(const Room& room,
                    const std::vector<Demand>& demands,
                    const std::vector<Place>& places,
                    base::Instant latest) {
    std::vector<std::int64_t> left;
    for (const Demand& it : demands) left.push_back(it.due);
    for (const Place& it : places) --left[it.demand];
    for (std::size_t i = 0; i < demands.size(); ++i) {
        // Whoever is served may have others behind them that were not counted.
        if (left[i] <= 0 || !is_paced(room, demands[i], latest)) return false;
    }
    return !demands.empty();
}

} // namespace hatif::schedule
