#include "flow/link.hpp"

#include <deque>

namespace hatif::flow {

namespace {

const std::string* flow_named_by(const Node& node) {
    const auto* kind = std::get_if<GotoFlowNode>(&node.kind);
    return kind == nullptr || kind->flow_id.empty() ? nullptr : &kind->flow_id;
}

NodeId within(const std::string& flow, const NodeId& node) {
    return NodeId{flow + '/' + node.value()};
}

/// The graph's nodes, with the names that they have as part of another one.
void append(Graph& all, const std::string& flow, const Graph& graph) {
    for (auto node : graph.nodes) {
        node.id = within(flow, node.id);
        node.path = "/linkedFlows/" + flow + node.path;
        for (auto& [output, edge] : node.outputs) {
            edge.to = within(flow, edge.to);
            edge.path = "/linkedFlows/" + flow + edge.path;
        }
        all.places.emplace(node.id, all.nodes.size());
        all.nodes.push_back(std::move(node));
    }
}

/// Those that the root comes to, in the order in which they are first named.
Linked collected(const Graph& root, const std::map<std::string, const Graph*>& flows) {
    Linked found;
    std::size_t nodes = root.nodes.size();
    std::deque<const Graph*> open{&root};
    while (!open.empty() && !found.too_large) {
        const auto* graph = open.front();
        open.pop_front();
        for (const auto& id : flows_named_by(*graph)) {
            const auto it = flows.find(id);
            if (it == flows.end() || it->second == nullptr) {
                found.missing.insert(id);
            } else if (found.flows.insert(id).second) {
                nodes += it->second->nodes.size();
                open.push_back(it->second);
            }
        }
        found.too_large = found.flows.size() > most_linked_flows || nodes > most_linked_nodes;
    }
    return found;
}

} // namespace

std::set<std::string> flows_named_by(const Graph& graph) {
    std::set<std::string> all;
    for (const auto& node : graph.nodes) {
        if (const auto* flow = flow_named_by(node)) all.insert(*flow);
    }
    return all;
}

Linked link(const Graph& root, const std::map<std::string, const Graph*>& flows) {
    auto linked = collected(root, flows);
    linked.graph = root;
    if (linked.too_large) {
        linked.flows.clear();
        return linked;
    }
    for (const auto& id : linked.flows) append(linked.graph, id, *flows.at(id));
    for (auto& node : linked.graph.nodes) {
        const auto* flow = flow_named_by(node);
        if (flow == nullptr || !linked.flows.contains(*flow)) continue;
        std::get<GotoFlowNode>(node.kind).linked = true;
        node.outputs.insert_or_assign(Output{to_flow}, Edge{within(*flow, flows.at(*flow)->start),
                                                            node.path + "/config/flowId"});
    }
    return linked;
}

} // namespace hatif::flow
