#include "flow/reach.hpp"

#include "flow/references.hpp"

#include <functional>
#include <map>

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

std::set<std::string> variables_read_by(const Kind& kind) {
    std::set<std::string> names;
    for (const auto& source : sources_of(kind)) {
        const bool variable = source.kind == ValueSource::Kind::variable;
        if (variable && !source.name.empty()) names.insert(source.name);
    }
    return names;
}

/// Where a call can be after this variable was set.
Places after_setting(const Graph& graph, const std::string& name) {
    Places first;
    for (std::size_t from = 0; from < graph.nodes.size(); ++from) {
        const auto* set = variable_set_by(graph.nodes[from].kind);
        if (set != nullptr && *set == name) first.merge(next_of(graph, from));
    }
    return reached_from(graph, first);
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

std::vector<UnsetRead> reading_unset(const Graph& graph) {
    std::map<std::string, Places> known;
    std::vector<UnsetRead> all;
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        for (const auto& name : variables_read_by(graph.nodes[at].kind)) {
            if (!known.contains(name)) known.emplace(name, after_setting(graph, name));
            if (!known.at(name).contains(at)) all.push_back({at, name});
        }
    }
    return all;
}

} // namespace hatif::flow
