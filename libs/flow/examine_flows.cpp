#include "flow/examine_flows.hpp"

#include "flow/reach.hpp"

#include <fmt/format.h>

namespace hatif::flow {

namespace {

void check_names(const Graph& graph, const Known& known, Problems& found) {
    for (const auto& node : graph.nodes) {
        const auto* kind = std::get_if<GotoFlowNode>(&node.kind);
        if (kind == nullptr || kind->flow_id.empty()) continue; // said while reading
        const auto path = pointer(pointer(node.path, "config"), "flowId");
        const auto it = known.flows->find(kind->flow_id);
        if (it == known.flows->end()) {
            found.error(node.id, "unknown_flow",
                        fmt::format("there is no flow '{}'", kind->flow_id), path);
        } else if (it->second == nullptr || it->second->find(it->second->start) == nullptr) {
            found.error(node.id, "linked_flow_invalid",
                        fmt::format("the graph of flow '{}' has errors", kind->flow_id), path);
        }
    }
}

/// Those of the flows that can be read.
std::map<std::string, const Graph*> readable(const Known& known) {
    std::map<std::string, const Graph*> all;
    if (!known.flows) return all;
    for (const auto& [id, graph] : *known.flows) {
        if (graph != nullptr) all.emplace(id, graph);
    }
    return all;
}

/// Those through other flows, and within them; the graph's own are told already.
void check_cycles(const Graph& graph, const Linked& linked, Problems& found) {
    const auto own = on_endless_cycles(graph);
    for (const auto at : on_endless_cycles(linked.graph)) {
        if (own.contains(at)) continue;
        const auto& node = linked.graph.nodes[at];
        found.error(node.id, "cycle_without_wait",
                    "the flows that it leads to can come back to this node without waiting for "
                    "anything",
                    node.path);
    }
}

} // namespace

Linked examine_flows(const Graph& graph, const Known& known, Problems& found) {
    if (known.flows) check_names(graph, known, found);
    auto linked = link(graph, readable(known));
    if (linked.too_large) {
        found.error({"too_many_linked_flows",
                     fmt::format("a flow goes on in at most {} others, with {} nodes in all",
                                 most_linked_flows, most_linked_nodes),
                     std::nullopt, "/nodes"});
    } else if (linked.graph.places.size() < linked.graph.nodes.size() &&
               graph.places.size() == graph.nodes.size()) {
        found.error({"duplicate_node_id",
                     "a node has an id as those of a linked flow are: its flow's id and a slash",
                     std::nullopt, "/nodes"});
    }
    check_cycles(graph, linked, found);
    return linked;
}

} // namespace hatif::flow
