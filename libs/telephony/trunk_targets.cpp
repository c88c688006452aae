#include "telephony/trunk_targets.hpp"

#include <algorithm>

namespace hatif::telephony {

void TrunkTargets::replace(std::vector<Target> targets) {
    std::vector<Place> places;
    for (auto& target : targets) {
        const auto known = std::ranges::find_if(places_, [&](const Place& it) {
            return it.target.address == target.address && it.target.port == target.port;
        });
        const auto rest = known == places_.end() ? SteadyTime{} : known->rests_until;
        places.push_back({std::move(target), rest});
    }
    std::ranges::stable_sort(places, {}, [](const Place& it) { return it.target.priority; });
    places_ = std::move(places);
}

const Target* TrunkTargets::choose(SteadyTime now, double chance) const {
    const auto is_awake = [&](const Place& it) { return it.rests_until <= now; };
    const auto first = std::ranges::find_if(places_, is_awake);
    if (first == places_.end()) {
        const auto soonest = std::ranges::min_element(places_, {}, &Place::rests_until);
        return soonest == places_.end() ? nullptr : &soonest->target;
    }
    const auto priority = first->target.priority;
    const auto counts = [&](const Place& it) {
        return it.target.priority == priority && is_awake(it);
    };
    // A weight of nothing still gets a small share (RFC 2782), and equal ones get equal shares.
    const auto share = [](const Place& it) { return 0.01 + it.target.weight; };
    double all = 0;
    for (const auto& place : places_) all += counts(place) ? share(place) : 0;
    double left = chance * all;
    const Target* chosen = &first->target;
    for (const auto& place : places_) {
        if (!counts(place)) continue;
        chosen = &place.target;
        left -= share(place);
        if (left < 0) break;
    }
    return chosen;
}

void TrunkTargets::rest(const std::string& address, std::uint16_t port, SteadyTime until) {
    for (auto& place : places_) {
        if (place.target.address == address && place.target.port == port) place.rests_until = until;
    }
}

bool TrunkTargets::has(const std::string& address) const {
    return std::ranges::any_of(places_,
                               [&](const Place& it) { return it.target.address == address; });
}

std::vector<std::string> TrunkTargets::addresses() const {
    std::vector<std::string> all;
    for (const auto& place : places_) all.push_back(place.target.address);
    return all;
}

} // namespace hatif::telephony
