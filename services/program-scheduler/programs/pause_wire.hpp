#pragma once

#include "program_scheduler/content/field_check.hpp"
#include "schedule/pause_windows.hpp"

#include <hatif/program/v1/program_service.pb.h>

/// program/v1's PauseWindows ↔ the pure ones.
namespace hatif::program_scheduler {

schedule::PauseWindows read_pauses(FieldCheck& check, const program::v1::PauseWindows& sent);

void to_wire(const schedule::PauseWindows& windows, program::v1::PauseWindows& wire);

} // namespace hatif::program_scheduler
