#pragma once

#include "flow/link.hpp"
#include "flow/validate.hpp"

namespace hatif::flow {

/// What is wrong with going on in other flows: unknown_flow, too_many_linked_flows, a flow that is
/// another's beginning, cycles through several flows that never wait. Answers all of them as one
/// graph, as far as they are known here.
Linked examine_flows(const Graph& graph, const Known& known, Problems& found);

} // namespace hatif::flow
