#include "flow/longest_call.hpp"

#include "flow/components.hpp"
#include "flow/limits.hpp"
#include "flow/reach.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hatif::flow {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t nodes_in_a_message = 10;

/// The longest way from each node to an end. Ways through a graph without cycles are as long as
/// what lies on them; a cycle counts with all the visits that its nodes can have.
class LongestWays {
public:
    LongestWays(const Graph& graph, const Known& known)
        : graph_{graph}, known_{known}, ways_{ways_of(graph)}, from_(graph.nodes.size()) {}

    LongestCall found() && {
        const auto start = graph_.places.at(graph_.start);
        const auto reached = reached_from(graph_, {start});
        for (const auto& component : components_of(ways_)) {
            if (reached.contains(component.front())) go_through(component);
        }
        all_.length.known = from_beginning(start) + jitter_buffer;
        return std::move(all_);
    }

private:
    /// The first node of a flow that the call comes to later dials nobody.
    Stay stay_at(std::size_t at) const {
        const auto& node = graph_.nodes[at];
        const bool again = begins(node.kind) && node.id != graph_.start;
        return again ? Stay{} : longest_stay(node.kind, known_);
    }

    void go_through(const Component& component) {
        milliseconds inside{0};
        milliseconds behind{0};
        const bool cycle = is_cycle(component, ways_);
        for (const auto at : component) {
            const auto stay = stay_at(at);
            all_.length.whole = all_.length.whole && stay.whole;
            inside += stay.known * (cycle ? most_visits : 1);
            for (const auto next : ways_[at]) behind = std::max(behind, from_[next]);
        }
        for (const auto at : component) from_[at] = inside + behind;
        if (!cycle || inside <= all_.in_cycle) return;
        all_.cycle = component;
        all_.in_cycle = inside;
    }

    /// The longest way behind this output, from the node that it leads to.
    milliseconds behind(const Node& node, const Leave& leave) const {
        const auto way = way_on(node, leave);
        const auto it = way ? graph_.places.find(way->to) : graph_.places.end();
        return it == graph_.places.end() ? 0ms : from_[it->second];
    }

    /// A dial has more to it than its timeout: who answered, and the beep of a machine.
    milliseconds from_beginning(std::size_t start) const {
        const auto& node = graph_.nodes[start];
        const auto* dial = std::get_if<DialNode>(&node.kind);
        if (dial == nullptr || !dial->enable_amd) return from_[start];
        const auto by_machine = leave_after(Outcome::voicemail);
        const auto answered = behind(node, leave_after(Outcome::completed));
        auto machine = behind(node, by_machine);
        const auto way = way_on(node, by_machine);
        if (way && uses_line_from(graph_, way->to)) machine += longest_beep + beep_margin;
        // With "async" the flow is under way when the verdict sends the call elsewhere.
        const milliseconds verdict = dial->waits_for_amd
                                         ? milliseconds{longest_verdict}
                                         : std::min<milliseconds>(longest_verdict, answered);
        const auto after_person = dial->waits_for_amd ? verdict + answered : answered;
        return std::max(from_[start], dial->timeout + std::max(after_person, verdict + machine));
    }

    const Graph& graph_;
    const Known& known_;
    const Ways ways_;
    std::vector<milliseconds> from_;
    LongestCall all_{};
};

std::string names_of(const Graph& graph, std::vector<std::size_t> places) {
    std::sort(places.begin(), places.end());
    std::string names;
    for (std::size_t i = 0; i < std::min(places.size(), nodes_in_a_message); ++i) {
        names += (i == 0 ? "'" : ", '") + graph.nodes[places[i]].id.value() + '\'';
    }
    return places.size() > nodes_in_a_message ? names + ", …" : names;
}

std::int64_t seconds(milliseconds length) {
    return std::chrono::ceil<std::chrono::seconds>(length).count();
}

} // namespace

LongestCall longest_call_of(const Graph& graph, const Known& known) {
    return LongestWays{graph, known}.found();
}

void examine_length(const Graph& graph, const Known& known, Problems& found) {
    const auto longest = longest_call_of(graph, known);
    if (longest.length.known <= longest_call) {
        if (longest.length.whole) {
            found.longest_call = std::chrono::ceil<std::chrono::seconds>(longest.length.known);
        }
        return;
    }
    const auto elsewhere = longest.length.known - longest.in_cycle;
    if (longest.in_cycle > longest_call || elsewhere <= longest_call) {
        const auto first = *std::min_element(longest.cycle.begin(), longest.cycle.end());
        found.warn(graph.nodes[first].id, "unbounded_call",
                   fmt::format("a call can go round {} up to {} times, for {} seconds: only the "
                               "limit of {} seconds ends it",
                               names_of(graph, longest.cycle), most_visits,
                               seconds(longest.in_cycle), longest_call.count()),
                   graph.nodes[first].path);
        return;
    }
    found.warn(graph.start, "long_call",
               fmt::format("the longest way through the flow takes {} seconds, and a call is ended "
                           "after {}",
                           seconds(longest.length.known), longest_call.count()),
               graph.find(graph.start)->path);
}

} // namespace hatif::flow
