#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/programs/warnings.hpp"

#include <string_view>
#include <vector>

namespace hatif::program_scheduler {

/// `auto_pause_node_unknown` for each rule, by its path, whose node the graph does not have: it
/// never pauses anything. Pure; of a graph that is no JSON nothing is said.
std::vector<Warning> warnings_of_nodes(const AutoPauseRules& rules, std::string_view graph);

/// The same of the program's flow as it is now; a flow that is gone has no warnings of its own.
base::Result<std::vector<Warning>> warnings_of_nodes(pg::Transaction& transaction,
                                                     const Program& program);

} // namespace hatif::program_scheduler
