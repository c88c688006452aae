#pragma once

#include "base/instant.hpp"
#include "schedule/open_hours.hpp"

#include <optional>
#include <vector>

namespace hatif::forecast {

/// The open stretches of some hours from a moment on, each looked up once for all runs.
class Openings {
public:
    Openings(schedule::OpenHours hours, base::Instant from)
        : hours_{std::move(hours)}, from_{from} {}

    /// The first stretch that does not close by `at`, whole as far as it lies after the beginning;
    /// none: never again open. `at` lies not before the beginning.
    const schedule::Stretch* at(base::Instant at);

private:
    bool look_further();

    schedule::OpenHours hours_;
    base::Instant from_;
    std::vector<schedule::Stretch> known_{};
    bool all_known_ = false;
};

} // namespace hatif::forecast
