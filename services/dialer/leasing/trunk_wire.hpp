#pragma once

#include "dialer/leasing/scheduler.hpp"
#include "hatif/program/v1/lease_service.pb.h"

#include <optional>
#include <string>
#include <vector>

/// program/v1's trunks <-> telephony's.
namespace hatif::dialer {

/// None for an id that is no uuid.
std::optional<telephony::Trunk> from_wire(const program::v1::TrunkSettings& wire);

/// `now` is this moment on both clocks.
program::v1::ReportTrunksRequest to_wire(const std::string& worker,
                                         const std::vector<TrunkReport>& trunks,
                                         base::Instant now,
                                         SteadyTime steady = std::chrono::steady_clock::now());

} // namespace hatif::dialer
