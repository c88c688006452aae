#include "schedule/allocation.hpp"

#include <algorithm>
#include <array>

namespace hatif::schedule {

namespace {

/// The usable trunk that is to carry the number's next call, or none.
std::optional<std::size_t> pick_trunk(const Room& room, const Did& did, base::Instant latest) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < room.trunks.size(); ++i) {
        if (did.trunk && *did.trunk != i) continue;
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

/// One more call of `a` leaves its share smaller than one more of `b` would.
bool goes_before(const Room& room, const Demand& a, const Demand& b) {
    const auto of_a = room.organizations[a.organization].live;
    const auto of_b = room.organizations[b.organization].live;
    if (of_a != of_b) return of_a < of_b;
    return (room.programs[a.program].live + 1) * b.priority <
           (room.programs[b.program].live + 1) * a.priority;
}

std::optional<Place> place(Room& room, Demand& demand, base::Instant now, base::Instant latest) {
    if (!has_room(room.organizations[demand.organization])) return std::nullopt;
    if (!has_room(room.programs[demand.program])) return std::nullopt;
    const auto line = pick_line(room, demand, latest);
    if (!line) return std::nullopt;
    const std::array bounds{&room.organizations[demand.organization],
                            &room.programs[demand.program], &room.dids[line->did].bound,
                            &room.trunks[line->trunk].bound};
    base::Instant start = now;
    for (const Bound* bound : bounds) {
        if (bound->per_second) start = std::max(start, bound->next_at);
    }
    if (start > latest) return std::nullopt;
    for (Bound* bound : bounds) take(*bound, start);
    if (!demand.turns.empty()) ++demand.turns[line->turn];
    return Place{0, line->did, line->trunk, start};
}

} // namespace

std::vector<Place> allocate(Room& room,
                            std::vector<Demand>& demands,
                            std::int64_t most,
                            base::Instant now,
                            base::Duration horizon) {
    catch_up(room.trunks);
    std::vector<Place> places;
    std::vector<std::int64_t> left;
    left.reserve(demands.size());
    for (const Demand& demand : demands) left.push_back(demand.due);
    while (static_cast<std::int64_t>(places.size()) < most) {
        std::optional<std::size_t> next;
        for (std::size_t i = 0; i < demands.size(); ++i) {
            if (left[i] > 0 && (!next || goes_before(room, demands[i], demands[*next]))) next = i;
        }
        if (!next) break;
        auto found = place(room, demands[*next], now, now + horizon);
        if (!found) {
            left[*next] = 0; // what bounds it now bounds it for the whole round
            continue;
        }
        found->demand = *next;
        places.push_back(*found);
        --left[*next];
    }
    return places;
}

} // namespace hatif::schedule
