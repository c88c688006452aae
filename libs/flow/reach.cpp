#include "flow/reach.hpp"

#include "flow/references.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace hatif::flow {

namespace {

/// For each node the nodes that its outputs lead to, each once: the whole graph is asked for them.
using Ways = std::vector<std::vector<std::size_t>>;

Ways ways_of(const Graph& graph) {
    Ways ways;
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        const auto next = next_of(graph, at);
        ways.emplace_back(next.begin(), next.end());
    }
    return ways;
}

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

/// The strongly connected components of a graph, as Tarjan finds them: a node is on a cycle when it
/// has others in its component, or leads to itself.
class Cycles {
public:
    explicit Cycles(const Ways& ways) : ways_{ways}, marks_(ways.size()) {}

    Places found() && {
        for (std::size_t at = 0; at < ways_.size(); ++at) {
            if (marks_[at].order == 0) visit(at);
        }
        return std::move(found_);
    }

private:
    struct Mark {
        int order = 0; // of the visit; 0: not yet
        int low = 0;   // the least order that it comes back to
        bool open = false;
    };

    void visit(std::size_t at) {
        auto& mark = marks_[at];
        mark = {++visited_, visited_, true};
        open_.push_back(at);
        for (const auto next : ways_[at]) {
            if (next == at) found_.insert(at);
            if (marks_[next].order == 0) visit(next);
            if (marks_[next].open) mark.low = std::min(mark.low, marks_[next].low);
        }
        if (mark.low == mark.order) close(at);
    }

    /// What is open since `at` is its component.
    void close(std::size_t at) {
        const bool alone = open_.back() == at;
        while (marks_[at].open) {
            marks_[open_.back()].open = false;
            if (!alone) found_.insert(open_.back());
            open_.pop_back();
        }
    }

    const Ways& ways_;
    std::vector<Mark> marks_;
    std::vector<std::size_t> open_;
    int visited_ = 0;
    Places found_;
};

const std::string* variable_set_by(const Kind& kind) {
    if (const auto* node = std::get_if<SetVariableNode>(&kind)) return &node->variable;
    if (const auto* node = std::get_if<DtmfNode>(&kind)) return &node->variable;
    if (const auto* node = std::get_if<RecordNode>(&kind)) return &node->variable;
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
Places after_setting(const Graph& graph, const Ways& ways, const std::string& name) {
    Places first;
    for (std::size_t from = 0; from < graph.nodes.size(); ++from) {
        const auto* set = variable_set_by(graph.nodes[from].kind);
        if (set != nullptr && *set == name) first.insert(ways[from].begin(), ways[from].end());
    }
    return spread(ways, first);
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
    const auto waiting = [&](std::size_t at) { return waits(graph.nodes[at].kind); };
    for (std::size_t at = 0; at < ways.size(); ++at) {
        if (waiting(at)) ways[at].clear(); // no cycle goes through it then
    }
    return Cycles{ways}.found();
}

std::vector<UnsetRead> reading_unset(const Graph& graph) {
    const auto ways = ways_of(graph);
    std::map<std::string, Places> known;
    std::vector<UnsetRead> all;
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        for (const auto& name : variables_read_by(graph.nodes[at].kind)) {
            if (!known.contains(name)) known.emplace(name, after_setting(graph, ways, name));
            if (!known.at(name).contains(at)) all.push_back({at, name});
        }
    }
    return all;
}

} // namespace hatif::flow
