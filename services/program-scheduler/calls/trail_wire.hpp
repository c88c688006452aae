#pragma once

#include "program_scheduler/calls/trail.hpp"

namespace hatif::program_scheduler {

/// The trail as the API tells it.
void to_wire(const JobStory& story,
             const std::vector<TrailEntry>& entries,
             base::Instant now,
             program::v1::JobTrail& wire);

} // namespace hatif::program_scheduler
