#pragma once

#include "flow/graph.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace hatif::flow {

inline constexpr std::size_t most_linked_flows = 20;    ///< besides the root
inline constexpr std::size_t most_linked_nodes = 5'000; ///< of all of them, the root's too

/// A graph and all that it goes on with, as one.
struct Linked {
    /// Nodes of another flow have the id `<flowId>/<nodeId>`, and their paths begin with
    /// `/linkedFlows/<flowId>`. A `goto_flow` leads to its flow's first node by the output `flow`.
    Graph graph;
    std::set<std::string> flows{};   ///< that were linked, by their ids
    std::set<std::string> missing{}; ///< that were named and are not there, or null: onError
    bool too_large = false;          ///< nothing is linked then, and `graph` is the root alone
};

/// Each flow once, however often it is named: a flow may come back to itself, and the engine's
/// limit of visits ends that. `flows` are by their ids, UUIDs in lower case.
Linked link(const Graph& root, const std::map<std::string, const Graph*>& flows);

/// The flows that a graph's own nodes name. Followed flow by flow they are all that `link` needs.
std::set<std::string> flows_named_by(const Graph& graph);

} // namespace hatif::flow
