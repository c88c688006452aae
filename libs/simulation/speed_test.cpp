#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

#include <ctime>

// What simulated calls cost: told, for docs/performance.md.

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;

namespace {

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// A dial, nine questions one after the other with a greeting before each, and an end.
flow::Graph twenty_nodes() {
    std::string nodes = R"({"id":"call","type":"dial","config":{},"outputs":{"onAnswer":"p0",
                            "default":"end"}},)";
    for (int i = 0; i < 9; ++i) {
        nodes += fmt::format(
            R"({{"id":"p{0}","type":"play","config":{{"audioItems":[{{"type":"audioFile",
                 "audioId":"a{0}"}}],"bargeIn":true}},"outputs":{{"onComplete":"q{0}"}}}},
                {{"id":"q{0}","type":"dtmf","config":{{"variable":"v{0}","timeout":4000,
                 "prompt":[{{"type":"audioFile","audioId":"b{0}"}}]}},
                 "outputs":{{"branches":{{"1":"{1}","2":"{1}"}},"default":"end"}}}},)",
            i, i == 8 ? "end" : fmt::format("p{}", i + 1));
    }
    return flow::read_graph(R"({"startNodeId":"call","nodes":[)" + nodes +
                            R"({"id":"end","type":"hangup"}]})")
        .value();
}

} // namespace

TEST_CASE("ten thousand calls through twenty nodes visit each of them", "[simulation][speed]") {
    const auto graph = twenty_nodes();
    REQUIRE(graph.nodes.size() == 20);
    const Trial trial{.graph = graph, .sources = nobody};
    Scenario scenario{"all", {{.act = Act::answer}}};
    for (int i = 0; i < 9; ++i) {
        scenario.script.push_back({.act = Act::keys, .keys = i % 2 == 0 ? "1" : "2"});
    }
    Coverage coverage{graph};
    const double before = cpu_seconds();
    int visits = 0;
    for (int i = 0; i < 10'000; ++i) {
        visits += static_cast<int>(simulate(trial, scenario, coverage).path.size());
    }
    const double took = cpu_seconds() - before;
    WARN("10,000 scenarios: " << took << " s of CPU");
    CHECK(visits == 200'000);
}
