#pragma once

#include "base/result.hpp"
#include "program_scheduler/programs/program.hpp"
#include "program_scheduler/programs/warnings.hpp"

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

/// What a copy has of its own.
struct CloneHead {
    std::string name;
    ProgramStatus status = ProgramStatus::draft;
};

/// Every wrong member at once, by its path. A name that is made of a long one is cut to what a name
/// may have.
base::Result<CloneHead> read_clone(const program::v1::CloneProgramRequest& request,
                                   const std::string& original);

void to_wire(const Warning& warning, program::v1::ProgramWarning& wire);

/// With its warnings as they are now.
void to_wire(const Program& program, base::Instant now, program::v1::Program& wire);

} // namespace hatif::program_scheduler
