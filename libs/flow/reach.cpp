#include "flow/reach.hpp"

#include "flow/references.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace hatif::flow {

namespace {

/// Everything come to from `from`, which are among it.
Places spread(const Ways& ways, const Places& from) {
    std::vector<std::size_t> open{from.begin(), from.end()};
    std::vector<bool> seen(ways.size());
    for (const auto at : from) seen[at] = true;
    Places all = from;
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        for (const auto next : ways[at]) {
            if (seen[next]) continue;
            seen[next] = true;
            all.insert(next);
            open.push_back(next);
        }
    }
    return all;
}

std::vector<std::string> variables_set_by(const Kind& kind) {
    if (const auto* node = std::get_if<SetVariableNode>(&kind)) return {node->variable};
    if (const auto* node = std::get_if<DtmfNode>(&kind)) return {node->variable};
    if (const auto* node = std::get_if<RecordNode>(&kind)) return {node->variable};
    std::vector<std::string> all;
    if (const auto* node = std::get_if<HttpRequestNode>(&kind)) {
        for (const auto& each : node->map) all.push_back(each.variable);
    }
    return all;
}

std::set<std::string> variables_read_by(const Kind& kind) {
    std::set<std::string> names;
    for (const auto& source : sources_of(kind)) {
        const bool variable = source.kind == ValueSource::Kind::variable;
        if (variable && !source.name.empty()) names.insert(source.name);
    }
    return names;
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

Ways ways_of(const Graph& graph) {
    Ways ways;
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        const auto next = next_of(graph, at);
        ways.emplace_back(next.begin(), next.end());
    }
    return ways;
}

Places reached_from(const Graph& graph, const Places& from) {
    return spread(ways_of(graph), from);
}

bool uses_line_from(const Graph& graph, const NodeId& from) {
    const auto it = graph.places.find(from);
    if (it == graph.places.end()) return false;
    const auto reached = reached_from(graph, {it->second});
    return std::any_of(reached.begin(), reached.end(),
                       [&](std::size_t at) { return uses_line(graph.nodes[at].kind); });
}

Places reached_unanswered(const Graph& graph, std::size_t start) {
    const std::array answered{leave_after(Outcome::completed), leave_after(Outcome::voicemail),
                              leave_taken()};
    Places first;
    for (const auto& leave : exits(graph.nodes[start].kind)) {
        if (std::find(answered.begin(), answered.end(), leave) != answered.end()) continue;
        const auto way = way_on(graph.nodes[start], leave);
        const auto it = way ? graph.places.find(way->to) : graph.places.end();
        if (it != graph.places.end()) first.insert(it->second);
    }
    return reached_from(graph, first);
}

Places on_endless_cycles(const Graph& graph) {
    auto ways = ways_of(graph);
    for (std::size_t at = 0; at < ways.size(); ++at) {
        const auto& node = graph.nodes[at];
        const bool again = begins(node.kind) && node.id != graph.start;
        if (waits(node.kind) && !again) ways[at].clear(); // no cycle goes through it then
    }
    Places all;
    for (const auto& component : components_of(ways)) {
        if (is_cycle(component, ways)) all.insert(component.begin(), component.end());
    }
    return all;
}

std::vector<UnsetRead> reading_unset(const Graph& graph) {
    const auto ways = ways_of(graph);
    std::map<std::string, Places> readers;
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        for (const auto& name : variables_read_by(graph.nodes[at].kind)) readers[name].insert(at);
    }
    std::map<std::string, Places> set_before; // where a call comes to right behind
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        for (const auto& name : variables_set_by(graph.nodes[at].kind)) {
            if (readers.contains(name)) set_before[name].insert(ways[at].begin(), ways[at].end());
        }
    }
    std::set<std::pair<std::size_t, std::string>> unset; // in the order of the nodes
    for (const auto& [name, places] : readers) {         // one at a time: names may be many
        const auto known = spread(ways, set_before[name]);
        for (const auto at : places) {
            if (!known.contains(at)) unset.emplace(at, name);
        }
    }
    std::vector<UnsetRead> all;
    for (const auto& [at, name] : unset) all.push_back({at, name});
    return all;
}

} // namespace hatif::flow
