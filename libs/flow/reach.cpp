#include "flow/reach.hpp"

#include <functional>

namespace hatif::flow {

namespace {

using Follows = std::function<bool(std::size_t)>;

/// Everything come to from `from` over nodes that `through` lets pass; `from` are always passed.
Places spread(const Graph& graph, Places from, const Follows& through) {
    std::vector<std::size_t> open{from.begin(), from.end()};
    Places seen = std::move(from);
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        for (const auto next : next_of(graph, at)) {
            if (through(next) && seen.insert(next).second) open.push_back(next);
        }
    }
    return seen;
}

const std::string* variable_set_by(const Kind& kind) {
    if (const auto* node = std::get_if<SetVariableNode>(&kind)) return &node->variable;
    if (const auto* node = std::get_if<DtmfNode>(&kind)) return &node->variable;
    return nullptr;
}

const std::string* variable_read_by(const Kind& kind) {
    const auto* node = std::get_if<SetVariableNode>(&kind);
    if (node == nullptr) return nullptr;
    const auto* source = std::get_if<ValueSource>(&node->value);
    if (source == nullptr || source->kind != ValueSource::Kind::variable) return nullptr;
    return &source->name;
}

} // namespace

Places next_of(const Graph& graph, std::size_t node) {
    Places all;
    for (const auto& [output, edge] : graph.nodes[node].outputs) {
        const auto it = graph.places.find(edge.to);
        if (it != graph.places.end()) all.insert(it->second);
    }
    return all;
}

Places reached_from(const Graph& graph, const Places& from) {
    return spread(graph, from, [](std::size_t) { return true; });
}

Places reached_unanswered(const Graph& graph, std::size_t dial) {
    Places first;
    for (const auto& leave : exits(graph.nodes[dial].kind)) {
        if (leave == leave_after(Outcome::completed)) continue;
        if (leave == leave_after(Outcome::voicemail)) continue;
        const auto way = way_on(graph.nodes[dial], leave);
        const auto it = way ? graph.places.find(way->to) : graph.places.end();
        if (it != graph.places.end()) first.insert(it->second);
    }
    return reached_from(graph, first);
}

Places on_endless_cycles(const Graph& graph) {
    const auto hurries = [&](std::size_t at) { return !waits(graph.nodes[at].kind); };
    Places all;
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        if (!hurries(at)) continue;
        Places first;
        for (const auto next : next_of(graph, at)) {
            if (hurries(next)) first.insert(next);
        }
        if (spread(graph, first, hurries).contains(at)) all.insert(at);
    }
    return all;
}

Places reading_unset(const Graph& graph) {
    Places all;
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        const auto* name = variable_read_by(graph.nodes[at].kind);
        if (name == nullptr || name->empty()) continue;
        Places after_setting;
        for (std::size_t from = 0; from < graph.nodes.size(); ++from) {
            const auto* set = variable_set_by(graph.nodes[from].kind);
            if (set != nullptr && *set == *name) after_setting.merge(next_of(graph, from));
        }
        if (!reached_from(graph, after_setting).contains(at)) all.insert(at);
    }
    return all;
}

} // namespace hatif::flow
