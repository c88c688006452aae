#include "flow/graph.hpp"

#include <algorithm>

namespace hatif::flow {

const Node* Graph::find(const NodeId& id) const {
    const auto it = places.find(id);
    return it == places.end() ? nullptr : &nodes[it->second];
}

std::optional<Way> way_on(const Node& node, const Leave& leave) {
    const auto by = [&](const Output& output) -> std::optional<Way> {
        const auto it = node.outputs.find(output);
        if (it == node.outputs.end()) return std::nullopt;
        return Way{output, it->second.to};
    };
    for (const auto& output : leave.by) {
        if (auto way = by(output)) return way;
    }
    return by(Output{"default"});
}

bool has_secret(const Graph& graph) {
    return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                       [](const Node& node) { return is_secret(node.kind); });
}

} // namespace hatif::flow
