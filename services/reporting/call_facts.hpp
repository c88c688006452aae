#pragma once

#include "base/result.hpp"
#include "simulation/recorded_call.hpp"

#include <hatif/dialer/v1/call_events.pb.h>

#include <vector>

namespace hatif::reporting {

/// What the engine told in these events of one attempt, given by sequence; the inverse of the
/// dialer's events/event_wire.hpp. What others told (another trunk, a recording that was stored) is
/// left out. ATTEMPT_NOT_REPLAYABLE: an event is missing between others.
base::Result<simulation::RecordedCall> facts_of(const std::vector<dialer::v1::CallEvent>& events);

} // namespace hatif::reporting
