#pragma once

#include "flow/validate.hpp"

namespace hatif::flow {

/// What is wrong with what single nodes read and ask: unknown attributes, variables that nothing
/// sets, secrets that their branches tell, and whether the one who is called is treated fairly.
void examine_nodes(const Graph& graph, const Known& known, Problems& found);

} // namespace hatif::flow
