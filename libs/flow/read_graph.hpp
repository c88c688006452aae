#pragma once

#include "base/result.hpp"
#include "flow/graph.hpp"
#include "flow/problem.hpp"

#include <string_view>

namespace hatif::flow {

/// A graph as far as it could be read, and everything in the text that is wrong.
struct Draft {
    Graph graph;
    Problems problems;
};

/// Reads `{startNodeId, nodes: [{id, type, label?, config, outputs}]}`. What is wrong is noted and
/// read as its default, so that the rest can be looked at too.
Draft read_draft(std::string_view json);

/// For those who run a graph that was validated before. Refuses one with errors; the refusal names
/// node and JSON pointer of the first, and has them all in its fields.
base::Result<Graph> read_graph(std::string_view json);

} // namespace hatif::flow
