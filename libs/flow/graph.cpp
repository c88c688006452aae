#include "flow/graph.hpp"

#include "base/overloaded.hpp"

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

std::set<PromptId> referenced(const Kind& kind) {
    std::set<PromptId> all;
    const auto add = [&](const Prompts& prompts) { all.insert(prompts.begin(), prompts.end()); };
    const auto table = base::overloaded{
        [&](const PlayNode& node) { add(node.prompts); },
        [&](const DtmfNode& node) {
            add(node.prompt);
            add(node.invalid_prompt);
        },
        [](const auto&) {},
    };
    std::visit(table, kind);
    return all;
}

std::set<PromptId> referenced(const Graph& graph) {
    std::set<PromptId> all;
    for (const auto& node : graph.nodes) all.merge(referenced(node.kind));
    return all;
}

bool has_secret(const Graph& graph) {
    return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                       [](const Node& node) { return is_secret(node.kind); });
}

} // namespace hatif::flow
