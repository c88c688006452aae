#pragma once

#include "base/result.hpp"
#include "program_scheduler/programs/launch.hpp"

#include <hatif/contact/v1/membership_service.pb.h>
#include <hatif/program/v1/program_service.pb.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// Those who could be called, by where they may be.
struct CallableGroup {
    std::string zones{}; ///< IANA names joined by commas; "": nothing is known
    std::int64_t contacts = 0;
    base::Instant opens{};              ///< when the first of them could be called
    base::Duration nights_of_a_week{0}; ///< that are open, between 21:00 and 08:00 of their clocks
};

/// What a launch now would find.
struct Findings {
    std::map<std::string, std::int64_t> skipped{}; ///< by the reason of their jobs
    std::vector<CallableGroup> groups{};           ///< the largest first
    schedule::HourRules hours{};

    std::int64_t callable() const;
    /// The group that is called first; nullptr: nobody.
    const CallableGroup* first() const;
};

/// Weighs a census against the hours: whoever is never in theirs before stopAt is no one to be
/// called. Pure. Fails where the hours of all cannot be read.
base::Result<Findings> weigh(const Program& program,
                             const OrganizationRules& rules,
                             const contact::v1::Census& census,
                             base::Instant now);

/// "EmptyDidPoolError", as the API calls the error.
std::string api_name(const base::Error& error);

/// All members but the total, blockers, warnings and forecast.
void to_wire(const Findings& findings, program::v1::Preflight& wire);

} // namespace hatif::program_scheduler
