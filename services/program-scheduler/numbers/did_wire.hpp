#pragma once

#include "base/result.hpp"
#include "program_scheduler/numbers/did.hpp"

#include <hatif/program/v1/did_service.pb.h>

/// program/v1's numbers ↔ ours.
namespace hatif::program_scheduler {

/// Every wrong member at once.
base::Result<Did>
read_did(const program::v1::CreateDidRequest& request, const base::DidId& id, base::Instant now);

/// The same for a change: what was not sent stays as it was, null clears.
base::Result<Did>
read_change(const program::v1::UpdateDidRequest& request, Did before, base::Instant now);

void to_wire(const Did& did, program::v1::Did& wire);

} // namespace hatif::program_scheduler
