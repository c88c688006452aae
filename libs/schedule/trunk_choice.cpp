#include "schedule/trunk_choice.hpp"

#include <algorithm>
#include <numeric>

namespace hatif::schedule {

bool goes_before(const Trunk& a, const Trunk& b) {
    if (a.priority != b.priority) return a.priority < b.priority;
    return (a.bound.used + 1) * b.weight < (b.bound.used + 1) * a.weight;
}

void catch_up(std::vector<Trunk>& trunks) {
    for (Trunk& it : trunks) {
        std::int64_t least = 0;
        for (const Trunk& other : trunks) {
            if (other.priority != it.priority) continue;
            least = std::max(least, other.bound.used * it.weight / other.weight - it.weight);
        }
        it.bound.used = std::max(it.bound.used, least);
    }
}

std::vector<std::size_t> in_order(const std::vector<Trunk>& trunks) {
    std::vector<std::size_t> places(trunks.size());
    std::iota(places.begin(), places.end(), 0U);
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        return goes_before(trunks[a], trunks[b]);
    });
    return places;
}

} // namespace hatif::schedule
