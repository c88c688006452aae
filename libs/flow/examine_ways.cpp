#include "flow/examine_ways.hpp"

#include "flow/reach.hpp"

#include <fmt/format.h>

namespace hatif::flow {

namespace {

bool is_dial(const Node& node) {
    return node.type == "dial";
}

void check_start(const Graph& graph, Problems& found) {
    const auto* start = graph.find(graph.start);
    if (graph.start.value().empty() || graph.nodes.empty()) return; // said while reading
    if (start == nullptr) {
        found.error({"unknown_start_node",
                     fmt::format("there is no node '{}'", graph.start.value()), std::nullopt,
                     "/startNodeId"});
    } else if (!begins(start->kind)) {
        found.error(start->id, "first_node_not_dial",
                    "the first node must be a dial, or an answer for calls that come",
                    "/startNodeId");
    }
}

void check_targets(const Graph& graph, const Node& node, Problems& found) {
    for (const auto& [output, edge] : node.outputs) {
        const auto* target = graph.find(edge.to);
        if (target == nullptr) {
            found.error(node.id, "unknown_target",
                        fmt::format("'{}' leads to '{}', and there is no such node", output.value(),
                                    edge.to.value()),
                        edge.path);
        } else if (target->id == graph.start && begins(target->kind)) {
            found.error(node.id, fmt::format("leads_back_to_{}", target->type),
                        fmt::format("'{}' leads back to the {}", output.value(), target->type),
                        edge.path);
        }
    }
}

/// Outputs that the kind has, but this node's config never takes.
bool is_spare(const Node& node, const Output& output) {
    const auto& name = output.value();
    if (is_dial(node)) return name == "onVoicemail";
    return node.type == "set_variable" && name == "onError";
}

void check_exits(const Node& node, Problems& found) {
    std::set<Output> known{Output{"default"}};
    const std::string path = pointer(node.path, "outputs");
    std::set<Output> warned;
    for (const auto& leave : exits(node.kind)) {
        known.insert(leave.by.begin(), leave.by.end());
        const auto& first = leave.by.front();
        if (way_on(node, leave) || !warned.insert(first).second) continue;
        found.warn(node.id, "output_without_way_on",
                   fmt::format("'{}' leads nowhere, and there is no default", first.value()),
                   pointer(path, first.value()));
    }
    if (std::holds_alternative<UnknownNode>(node.kind)) return;
    for (const auto& [output, edge] : node.outputs) {
        if (known.contains(output) || is_spare(node, output)) continue;
        if (is_branch(node.kind, output)) continue;
        found.warn(node.id, "unknown_output",
                   fmt::format("this {} node never leaves by '{}'", node.type, output.value()),
                   edge.path);
    }
}

void check_beginnings(const Graph& graph, Problems& found) {
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        const auto& node = graph.nodes[at];
        if (!begins(node.kind)) continue;
        if (node.id != graph.start) {
            found.error(node.id, fmt::format("{}_not_first", node.type),
                        fmt::format("only the first node can be of type '{}'", node.type),
                        pointer(node.path, "type"));
            continue;
        }
        for (const auto behind : reached_unanswered(graph, at)) {
            const auto& it = graph.nodes[behind];
            if (may_run_unanswered(it.kind)) continue;
            found.error(it.id, "not_before_answer",
                        fmt::format("a {} node cannot run while nobody has answered", it.type),
                        pointer(it.path, "type"));
        }
    }
}

void check_cycles(const Graph& graph, Problems& found) {
    for (const auto at : on_endless_cycles(graph)) {
        const auto& node = graph.nodes[at];
        found.error(node.id, "cycle_without_wait",
                    "the flow can come back to this node without waiting for anything", node.path);
    }
}

void check_reach(const Graph& graph, Problems& found) {
    const auto start = graph.places.find(graph.start);
    if (start == graph.places.end()) return;
    const auto reached = reached_from(graph, {start->second});
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        if (reached.contains(at)) continue;
        const auto& node = graph.nodes[at];
        found.warn(node.id, "unreachable_node", "no way leads to this node", node.path);
    }
}

} // namespace

void examine_ways(const Graph& graph, Problems& found) {
    check_start(graph, found);
    for (const auto& node : graph.nodes) {
        check_targets(graph, node, found);
        check_exits(node, found);
    }
    check_beginnings(graph, found);
    check_cycles(graph, found);
    check_reach(graph, found);
}

} // namespace hatif::flow
