#pragma once

#include "flow/graph.hpp"
#include "flow/problem.hpp"

namespace hatif::flow {

/// What is wrong with the ways between the nodes: where the flow begins, where outputs lead, what
/// cannot be come to, what goes round for ever, what comes before an answer.
void examine_ways(const Graph& graph, Problems& found);

} // namespace hatif::flow
