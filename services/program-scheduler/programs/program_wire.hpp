#pragma once

#include "base/result.hpp"
#include "program_scheduler/programs/program.hpp"

#include <hatif/program/v1/program_service.pb.h>

/// program/v1's programs ↔ ours.
namespace hatif::program_scheduler {

/// Every wrong member at once, by its path.
base::Result<ProgramWords> read_program(const program::v1::CreateProgramRequest& request,
                                        const std::string& organization_timezone);

/// The same for a change: what was not sent stays as it was, null clears.
base::Result<ProgramWords> read_change(const program::v1::UpdateProgramRequest& request,
                                       ProgramWords before,
                                       const std::string& organization_timezone);

void to_wire(const Program& program, program::v1::Program& wire);

} // namespace hatif::program_scheduler
