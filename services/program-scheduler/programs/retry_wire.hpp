#pragma once

#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/programs/program.hpp"

#include <hatif/program/v1/program_service.pb.h>

/// program/v1's RetryStrategy ↔ ours.
namespace hatif::program_scheduler {

/// What does not belong to its type is ignored, but byOutcome: that is refused.
Retries read_retries(FieldCheck& check, const program::v1::RetryStrategy& sent);

void to_wire(const Retries& retries, program::v1::RetryStrategy& wire);

} // namespace hatif::program_scheduler
