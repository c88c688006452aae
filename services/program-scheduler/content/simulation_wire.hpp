#pragma once

#include "simulation/coverage.hpp"
#include "simulation/run.hpp"

#include <hatif/program/v1/simulation_service.pb.h>

/// program/v1's simulations ← ours.
namespace hatif::program_scheduler {

void to_wire(const simulation::Run& run, program::v1::SimulatedCall& wire);
void to_wire(const simulation::Coverage& coverage, program::v1::FlowCoverage& wire);

} // namespace hatif::program_scheduler
