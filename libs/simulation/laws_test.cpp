#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <set>

// What holds for every scenario, whatever it says.

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;
using namespace std::chrono_literals;

namespace {

constexpr std::array flows{"consent.json",       "pin.json",           "account.json",
                           "code.json",          "reminder.json",      "reminder_wait.json",
                           "reminder_mute.json", "reminder_deaf.json", "voice_box.json",
                           "lookup.json"};

ScriptStep any_step(std::mt19937& random, const flow::Graph& graph) {
    const auto up_to = [&](unsigned most) { return random() % most; };
    ScriptStep step{.act = static_cast<Act>(up_to(16))};
    if (up_to(2) == 0) step.after = Milliseconds{up_to(9'000)};
    if (up_to(5) == 0)
        step.in = graph.nodes[up_to(static_cast<unsigned>(graph.nodes.size()))].id.value();
    step.keys = std::string(1 + up_to(4), "0129*#"[up_to(6)]);
    step.code = step.act == Act::transfer ? static_cast<int>(up_to(700)) : 486;
    if (step.act == Act::speak || up_to(2) == 0) step.length = Milliseconds{up_to(70'000)};
    step.beep = up_to(2) == 0;
    if (step.act == Act::http) {
        step.code = up_to(3) == 0 ? 404 : 200;
        if (up_to(4) == 0) step.fault = "request_failed";
        step.body = R"({"person":{"name":"Zineb"},"due":81,"code":"4711"})";
    }
    return step;
}

Scenario any_scenario(std::mt19937& random, const flow::Graph& graph) {
    Scenario scenario;
    if (random() % 4 != 0) scenario.script.push_back({.act = Act::answer});
    for (auto steps = random() % 8; steps > 0; --steps) {
        scenario.script.push_back(any_step(random, graph));
    }
    return scenario;
}

} // namespace

TEST_CASE("every scenario ends, in order of time, the same each time", "[simulation][laws]") {
    std::mt19937 random{20'251'122};
    for (const auto* name : flows) {
        const auto graph = graph_of(name);
        const Trial trial{.graph = graph, .sources = nobody};
        for (int i = 0; i < 400; ++i) {
            const auto scenario = any_scenario(random, graph);
            Coverage coverage{graph};
            const auto run = simulate(trial, scenario, coverage);
            REQUIRE(run.length <= trial.limits.length);
            REQUIRE_FALSE(run.path.empty());
            auto last = 0ms;
            for (const auto& visit : run.path) {
                REQUIRE(visit.entered >= last);
                last = visit.entered;
                REQUIRE(visit.left);
                REQUIRE(*visit.left >= visit.entered);
                REQUIRE(*visit.left <= run.length);
            }
            for (const auto& words : run.heard) REQUIRE(words.began + words.length <= run.length);
            REQUIRE(simulate(trial, scenario, coverage) == run);
        }
    }
}

TEST_CASE("the coverage of many calls is what their paths show together", "[simulation][laws]") {
    std::mt19937 random{3};
    for (const auto* name : flows) {
        const auto graph = graph_of(name);
        const Trial trial{.graph = graph, .sources = nobody};
        Coverage at_once{graph};
        Coverage one_by_one{graph};
        std::set<std::string> nodes;
        std::set<std::pair<std::string, std::string>> ways;
        for (int i = 0; i < 60; ++i) {
            const auto scenario = any_scenario(random, graph);
            Coverage own{graph};
            const auto run = simulate(trial, scenario, own);
            simulate(trial, scenario, at_once);
            one_by_one.add(own);
            for (const auto& visit : run.path) {
                nodes.insert(visit.node.value());
                ways.emplace(visit.node.value(), visit.output);
            }
            if (run.outcome == flow::Outcome::voicemail) { // whatever ran, this way was taken
                for (const auto* output : {"onVoicemail", "default"}) {
                    const auto& ways_on = graph.nodes.front().outputs;
                    if (ways_on.find(flow::Output{output}) == ways_on.end()) continue;
                    ways.emplace(graph.nodes.front().id.value(), output);
                    break;
                }
            }
        }
        CHECK(at_once.never_taken() == one_by_one.never_taken());
        CHECK(at_once.never_entered() == one_by_one.never_entered());
        for (const auto& node : at_once.never_entered()) CHECK(nodes.count(node.value()) == 0);
        CHECK(graph.nodes.size() - at_once.never_entered().size() == nodes.size());
        for (const auto& node : graph.nodes) {
            for (const auto& [output, edge] : node.outputs) {
                const auto never = at_once.never_taken();
                const bool taken =
                    std::find(never.begin(), never.end(), Way{node.id, output}) == never.end();
                INFO(name << ' ' << node.id.value() << ' ' << output.value());
                CHECK(taken == (ways.count({node.id.value(), output.value()}) == 1));
            }
        }
    }
}
