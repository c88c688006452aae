#pragma once

#include "program_scheduler/numbers/did.hpp"
#include "program_scheduler/numbers/trunk.hpp"

#include <hatif/program/v1/did_service.pb.h>

/// program/v1's numbers and trunks ↔ ours.
namespace hatif::program_scheduler {

DidSent from_wire(const program::v1::CreateDidRequest& request);
TrunkSent from_wire(const program::v1::CreateTrunkRequest& request);

void to_wire(const Did& did, program::v1::Did& wire);
/// Without the password.
void to_wire(const Trunk& trunk, program::v1::Trunk& wire);

} // namespace hatif::program_scheduler
