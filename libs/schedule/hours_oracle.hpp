#pragma once

#include "schedule/calling_hours.hpp"

#include <string>
#include <vector>

/// What calling hours mean, said slowly: every minute is looked at, on clocks that the C library
/// reads from the system. Nothing of OpenHours, nor of libs/zone, is in it.
namespace hatif::schedule::oracle {

/// What a clock shows within a minute.
struct Shown {
    int weekday, minute, year, month, day;
    int offset; ///< seconds from UTC
};

/// What the clocks of a zone show, minute by minute from `from` on.
std::vector<Shown> clock_of(const std::string& zone, base::Instant from, std::size_t minutes);

/// The minutes of [from, until) at which the clocks of a zone are set.
std::vector<base::Instant>
transitions(const std::string& zone, base::Instant from, base::Instant until);

/// Which minutes from `from` on are open to someone who is in one of the zones.
std::vector<bool> open_minutes(const HourRules& rules,
                               const std::vector<std::string>& zones,
                               base::Instant from,
                               std::size_t minutes);

} // namespace hatif::schedule::oracle
