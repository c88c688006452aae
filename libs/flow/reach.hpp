#pragma once

#include "flow/components.hpp"
#include "flow/graph.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

/// What can come after what in a graph. Nodes go by their place in `Graph::nodes`.
namespace hatif::flow {

using Places = std::set<std::size_t>;

/// The nodes that the outputs of one node lead to.
Places next_of(const Graph& graph, std::size_t node);

/// The same of each node.
Ways ways_of(const Graph& graph);

/// All that can be come to from these, they included.
Places reached_from(const Graph& graph, const Places& from);

/// True when something is said or recorded on the way from here.
bool uses_line_from(const Graph& graph, const NodeId& from);

/// The nodes that a call can come to before anybody answered: behind any output of the dial but
/// onAnswer and onVoicemail, or of the answer but onSuccess.
Places reached_unanswered(const Graph& graph, std::size_t start);

/// Nodes that stand on a cycle in which nothing is ever waited for. The first node of a linked flow
/// waits for nothing either: it dials nobody.
Places on_endless_cycles(const Graph& graph);

/// A node reads a variable which no node on any way to it sets.
struct UnsetRead {
    std::size_t node;
    std::string variable;
};
std::vector<UnsetRead> reading_unset(const Graph& graph);

} // namespace hatif::flow
