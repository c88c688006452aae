#include "flow/reach.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::flow;

namespace {

/// Nodes that wait and nodes that do not, with ways from anywhere to anywhere.
Graph any_graph(std::mt19937& random) {
    Graph graph;
    const std::size_t count = 1 + random() % 9;
    for (std::size_t at = 0; at < count; ++at) {
        const auto kind = random() % 4 == 0 ? Kind{PlayNode{}} : Kind{SetVariableNode{}};
        Node node{NodeId{std::to_string(at)}, {}, {}, kind, {}, {}};
        for (auto ways = random() % 4; ways > 0; --ways) {
            node.outputs.emplace(Output{std::to_string(ways)},
                                 Edge{NodeId{std::to_string(random() % (count + 1))}, {}});
        }
        graph.places.emplace(node.id, at);
        graph.nodes.push_back(std::move(node));
    }
    return graph;
}

/// All that one step after another comes to from a node, itself only when it is come back to.
Places walked_to(const Graph& graph, std::size_t from, bool never_waiting) {
    Places all;
    Places last = {from};
    for (std::size_t step = 0; step < graph.nodes.size(); ++step) {
        Places next;
        for (const auto at : last) {
            for (const auto to : next_of(graph, at)) {
                if (!never_waiting || !waits(graph.nodes[to].kind)) next.insert(to);
            }
        }
        all.insert(next.begin(), next.end());
        last = next;
    }
    return all;
}

} // namespace

TEST_CASE("on an endless cycle is what comes back to itself without waiting", "[flow][reach]") {
    std::mt19937 random{20'251'122};
    for (int i = 0; i < 3'000; ++i) {
        const auto graph = any_graph(random);
        Places expected;
        for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
            if (waits(graph.nodes[at].kind)) continue;
            if (walked_to(graph, at, true).contains(at)) expected.insert(at);
        }
        REQUIRE(on_endless_cycles(graph) == expected);
    }
}

TEST_CASE("reached is what some walk comes to", "[flow][reach]") {
    std::mt19937 random{20'251'123};
    for (int i = 0; i < 3'000; ++i) {
        const auto graph = any_graph(random);
        auto expected = walked_to(graph, 0, false);
        expected.insert(0);
        REQUIRE(reached_from(graph, {0}) == expected);
    }
}
