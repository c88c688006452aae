#pragma once

#include "program_scheduler/executions/execution.hpp"

namespace hatif::program::v1 {
class Execution;
}

namespace hatif::program_scheduler {

void to_wire(const Execution& execution, program::v1::Execution& wire);

} // namespace hatif::program_scheduler
