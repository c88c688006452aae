#pragma once

#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/programs/program.hpp"

#include <hatif/program/v1/program_service.pb.h>

/// program/v1's TriggerCondition and FailureBreaker ↔ ours; what a mode allows.
namespace hatif::program_scheduler {

Trigger read_trigger(FieldCheck& check, const program::v1::TriggerCondition& sent);
schedule::BreakerRule read_breaker(FieldCheck& check, const program::v1::FailureBreaker& sent);

/// Refuses what belongs to the other mode, and what the mode needs and has not, by its path; a
/// trigger that was sent was read before.
void check_mode(FieldCheck& check, const ProgramWords& words, bool trigger_sent);

void to_wire(const Trigger& trigger, program::v1::TriggerCondition& wire);
void to_wire(const schedule::BreakerRule& rule, program::v1::FailureBreaker& wire);

} // namespace hatif::program_scheduler
