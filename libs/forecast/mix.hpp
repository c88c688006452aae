#pragma once

#include "schedule/outcome.hpp"

#include <string>
#include <vector>

namespace hatif::forecast {

/// One way in which calls end.
struct CallKind {
    schedule::Outcome outcome = schedule::Outcome::failed;
    std::string reason{}; ///< where it says whether a retry follows: "sip_404"
    bool answered = false;
    double share = 0;   ///< of all calls; those of a mix add up to 1
    double seconds = 0; ///< from Start to the end, on average
};

/// How the calls of a campaign end.
struct Mix {
    std::vector<CallKind> kinds{};
    double seen = 0; ///< the calls that it was counted from: the fewer, the less it is sure of
};

/// Of a campaign of which nothing is known.
Mix usual_mix();

double average_seconds(const Mix& mix);

} // namespace hatif::forecast
