#pragma once

#include "base/instant.hpp"
#include "program_scheduler/programs/program.hpp"

#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// What a program says that is allowed and yet hardly meant.
struct Warning {
    std::string code;    ///< stable
    std::string path;    ///< the member that it is about
    std::string message; ///< for people

    bool operator==(const Warning&) const = default;
};

/// Pure; of the program's own words, without what its organization says.
///
///     code                path                       when
///     windows_never_open  pauseWindows, callingHours no call can ever start
///     stop_before_open    stopAt                     none can start before stopAt
///     stop_at_past        stopAt                     it has passed: a launch is refused
///     retry_dates_past    retryStrategy.retryDates   some or all have passed
///
/// What its flow says against it is told by warnings_of_nodes.
std::vector<Warning> warnings_of(const ProgramWords& words, base::Instant now);

} // namespace hatif::program_scheduler
