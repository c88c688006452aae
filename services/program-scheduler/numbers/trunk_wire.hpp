#pragma once

#include "base/result.hpp"
#include "program_scheduler/numbers/trunk.hpp"

#include <hatif/program/v1/did_service.pb.h>
#include <hatif/program/v1/lease_service.pb.h>

/// program/v1's trunks ↔ ours.
namespace hatif::program_scheduler {

/// Every wrong member at once.
base::Result<Trunk> read_trunk(const program::v1::CreateTrunkRequest& request,
                               const base::TrunkId& id,
                               base::Instant now);

/// The same for a change: what was not sent stays as it was, null brings the default back.
base::Result<Trunk>
read_change(const program::v1::UpdateTrunkRequest& request, Trunk before, base::Instant now);

/// Without the password.
void to_wire(const Trunk& trunk, program::v1::Trunk& wire);

/// As workers are told; who keeps the registration is not in it.
void to_wire(const Trunk& trunk, program::v1::TrunkSettings& wire);

} // namespace hatif::program_scheduler
