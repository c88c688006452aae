#pragma once

#include "base/result.hpp"
#include "dialer/leasing/lease.hpp"
#include "hatif/program/v1/lease_service.pb.h"

#include <vector>

/// program/v1 <-> the dialer's own values.
namespace hatif::dialer {

Settings from_wire(const program::v1::WorkResponse::Settings& wire);

/// Those that can be read; one that cannot is logged and left to run out.
std::vector<Lease> from_wire(const program::v1::WorkResponse::Leases& wire);

/// `now` and `steady` are one moment on both clocks.
base::Result<Lease> from_wire(const program::v1::Lease& wire, base::Instant now, SteadyTime steady);

void to_wire(const AttemptRef& ref, program::v1::AttemptRef& wire);

} // namespace hatif::dialer
