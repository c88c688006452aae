#include "contact/audiences/zone_sets.hpp"

namespace hatif::contact {

namespace {

std::string joined(const std::vector<std::string>& zones) {
    std::string all;
    for (const auto& zone : zones) {
        if (!all.empty()) all += ',';
        all += zone;
    }
    return all;
}

/// None of a number, too, whose place nobody knows.
const std::vector<std::string>& zones_of_number(Place number) {
    static const std::vector<std::string> none;
    const auto read = phone::PhoneNumber::parse(number);
    return read ? phone::zones_of(*read) : none;
}

} // namespace

std::string zones_of(Place place) {
    return place.starts_with('+') ? joined(zones_of_number(place)) : std::string{place};
}

std::uint32_t ZoneSets::number_of(Place place) {
    if (!place.starts_with('+')) {
        const auto known = by_set_.find(place);
        return known != by_set_.end() ? known->second : number_of_set(std::string{place});
    }
    const auto& zones = zones_of_number(place);
    const auto known = of_numbers_.find(&zones);
    if (known != of_numbers_.end()) return known->second;
    return of_numbers_[&zones] = number_of_set(joined(zones));
}

std::uint32_t ZoneSets::number_of_set(std::string zones) {
    const auto next = static_cast<std::uint32_t>(sets_.size());
    const auto [it, is_new] = by_set_.try_emplace(zones, next);
    if (is_new) sets_.push_back(std::move(zones));
    return it->second;
}

} // namespace hatif::contact
