#include "flow/examine_nodes.hpp"

#include "flow/reach.hpp"
#include "flow/references.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hatif::flow {

namespace {

std::string config_of(const Node& node) {
    return pointer(node.path, "config");
}

void check_attributes(const Node& node, const Known& known, Problems& found) {
    if (!known.attributes) return;
    for (const auto& source : sources_of(node.kind)) {
        if (source.kind != ValueSource::Kind::custom_attribute || source.name.empty()) continue;
        if (known.attributes->contains(source.name)) continue;
        found.error(node.id, "unknown_attribute",
                    fmt::format("there is no custom attribute '{}'", source.name), config_of(node));
    }
}

void check_variables(const Graph& graph, Problems& found) {
    for (const auto& [at, variable] : reading_unset(graph)) {
        const auto& node = graph.nodes[at];
        const bool sets = std::holds_alternative<SetVariableNode>(node.kind);
        found.warn(
            node.id, "variable_read_before_set",
            fmt::format("no way to this node sets the variable '{}' that it reads", variable),
            sets ? pointer(config_of(node), "value") : config_of(node));
    }
}

void check_secrets(const Node& node, Problems& found) {
    if (!is_secret(node.kind)) return;
    for (const auto& [output, edge] : node.outputs) {
        if (!is_branch(node.kind, output)) continue;
        found.warn(node.id, "branch_tells_secret",
                   fmt::format("the path in the report tells by '{}' what was keyed; a condition "
                               "on the variable tells only its result",
                               output.value()),
                   edge.path);
    }
}

bool speaks(const Node& node) {
    const auto said = spoken_by(node.kind);
    return std::any_of(said.begin(), said.end(),
                       [](const Spoken& it) { return !it.items.empty(); });
}

/// What can be the first after an answer to wait for something, or to end the call.
std::vector<const Node*> first_after_answer(const Graph& graph, const Node& dial) {
    const auto way = way_on(dial, leave_after(Outcome::completed));
    const auto place = way ? graph.places.find(way->to) : graph.places.end();
    if (place == graph.places.end()) return {};
    std::vector<const Node*> all;
    Places seen{place->second};
    std::vector<std::size_t> open{place->second};
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        const auto& node = graph.nodes[at];
        if (waits(node.kind)) {
            all.push_back(&node);
            continue;
        }
        for (const auto next : next_of(graph, at)) {
            if (seen.insert(next).second) open.push_back(next);
        }
    }
    return all;
}

/// Laws on campaigns want both: the one who is called hears who calls, and can have it end.
void check_fairness(const Graph& graph, Problems& found) {
    const auto* dial = graph.find(graph.start);
    if (dial == nullptr || dial->type != "dial") return;
    const auto first = first_after_answer(graph, *dial);
    const bool greets =
        std::all_of(first.begin(), first.end(), [](const Node* it) { return speaks(*it); });
    if (first.empty() || !greets) {
        found.warn(dial->id, "no_identifying_greeting",
                   "after the answer nothing is said at first: say who calls",
                   pointer(pointer(dial->path, "outputs"), "onAnswer"));
    }
    const auto reached = reached_from(graph, {graph.places.at(dial->id)});
    const bool asks = std::any_of(reached.begin(), reached.end(), [&](std::size_t at) {
        const auto& kind = graph.nodes[at].kind;
        return std::holds_alternative<DtmfNode>(kind) || std::holds_alternative<OptOutNode>(kind);
    });
    if (!asks) {
        found.warn(
            dial->id, "no_opt_out",
            "nobody can ask not to be called again: offer a key for it in a dtmf node, which "
            "leads to an opt_out node",
            dial->path);
    }
}

} // namespace

void examine_nodes(const Graph& graph, const Known& known, Problems& found) {
    for (const auto& node : graph.nodes) {
        check_attributes(node, known, found);
        check_secrets(node, found);
    }
    check_variables(graph, found);
    check_fairness(graph, found);
}

} // namespace hatif::flow
