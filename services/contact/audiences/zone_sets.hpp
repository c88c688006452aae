#pragma once

#include "phone/zones.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// In which time zones people may be.
namespace hatif::contact {

/// What is known of where someone is, as one text: "Africa/Casablanca" when the contact says so,
/// else the number ("+212612345678", or the beginning that decides), else nothing. In SQL:
/// `coalesce(timezone, phone_e164, '')`.
using Place = std::string_view;

/// So many characters of a number, its plus among them, decide about its zones.
constexpr std::size_t deciding_characters = 1 + phone::digits_of_place;

/// The zones of a place as IANA names joined by commas, sorted: the one that the contact says, or
/// all that the number may lie in. Empty: nothing is known.
std::string zones_of(Place place);

/// Sets of zones, each once, by numbers from 0 in the order in which they came.
class ZoneSets {
public:
    /// The number of the place's set. Some 50 ns for one of a set that is known.
    std::uint32_t number_of(Place place);

    const std::vector<std::string>& sets() const { return sets_; }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    std::uint32_t number_of_set(std::string zones);

    std::vector<std::string> sets_{};
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_set_{};
    /// Those that numbers have, by where libs/phone keeps them for ever.
    std::unordered_map<const std::vector<std::string>*, std::uint32_t> of_numbers_{};
};

} // namespace hatif::contact
