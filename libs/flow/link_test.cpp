#include "flow/link.hpp"

#include "flow/read_graph.hpp"
#include "flow/references.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

using namespace hatif::flow;

namespace {

const std::string one = "0190a000-0000-7000-8000-000000000001";
const std::string two = "0190a000-0000-7000-8000-000000000002";

/// A dial, and then one goto_flow after the other.
Graph going_to(const std::vector<std::string>& flows) {
    std::string nodes = R"({"id":"call","type":"dial","outputs":{"onAnswer":"go0"}})";
    for (std::size_t i = 0; i < flows.size(); ++i) {
        nodes += fmt::format(R"(,{{"id":"go{}","type":"goto_flow","config":{{"flowId":"{}"}},)"
                             R"("outputs":{{"onError":"go{}"}}}})",
                             i, flows[i], i + 1);
    }
    return read_draft(R"({"startNodeId":"call","nodes":[)" + nodes + "]}").graph;
}

} // namespace

TEST_CASE("linked flows are one graph, and a goto_flow leads to the other's first node",
          "[flow][link]") {
    const auto root = going_to({one});
    const auto other = going_to({two});
    const auto last = going_to({});
    const auto linked = link(root, {{one, &other}, {two, &last}});
    CHECK(linked.flows == std::set{one, two});
    CHECK(linked.missing.empty());
    CHECK_FALSE(linked.too_large);
    const auto& graph = linked.graph;
    CHECK(graph.start == root.start);
    REQUIRE(graph.nodes.size() == 5);
    const auto* go = graph.find(NodeId{"go0"});
    REQUIRE(go != nullptr);
    CHECK(go->outputs.at(Output{to_flow}).to.value() == one + "/call");
    const auto* there = graph.find(NodeId{one + "/go0"});
    REQUIRE(there != nullptr);
    CHECK(there->path == "/linkedFlows/" + one + "/nodes/1");
    CHECK(there->outputs.at(Output{"onError"}).to.value() == one + "/go1");
    CHECK(there->outputs.at(Output{to_flow}).to.value() == two + "/call");
    CHECK(enter(there->kind, {{}, {}, "answered", "human"}).commands ==
          Commands{Leave{{Output{to_flow}}}});
}

TEST_CASE("a flow that comes back to itself is linked once", "[flow][link]") {
    const auto root = going_to({one});
    const auto other = going_to({two, one});
    const auto third = going_to({one, two});
    const auto linked = link(root, {{one, &other}, {two, &third}});
    CHECK(linked.graph.nodes.size() == 2 + 3 + 3);
    for (const auto& node : linked.graph.nodes) {
        for (const auto& [output, edge] : node.outputs) {
            if (output == Output{to_flow}) CHECK(linked.graph.find(edge.to) != nullptr);
        }
    }
}

TEST_CASE("a flow that is not there is named, and its goto_flow leaves by onError",
          "[flow][link]") {
    const auto root = going_to({one, two});
    const auto other = going_to({});
    const auto linked = link(root, {{two, &other}, {one, nullptr}});
    CHECK(linked.missing == std::set{one});
    const auto commands =
        enter(linked.graph.find(NodeId{"go0"})->kind, {{}, {}, "answered", "human"}).commands;
    CHECK(std::get<Leave>(commands.back()).fault->code == "unknown_flow");
}

TEST_CASE("more than 20 flows, or 5,000 nodes, are not linked at all", "[flow][link]") {
    const auto last = going_to({});
    std::vector<std::string> ids;
    std::map<std::string, const Graph*> flows;
    for (int i = 0; i < 21; ++i) {
        ids.push_back(fmt::format("0190a000-0000-7000-8000-{:012x}", i));
        flows.emplace(ids.back(), &last);
    }
    CHECK(link(going_to(ids), flows).too_large);
    ids.pop_back();
    CHECK(link(going_to(ids), flows).graph.nodes.size() == 21 + 20);
    const auto large = going_to(std::vector<std::string>(999, two));
    flows = {{two, &last}};
    for (std::size_t i = 10; i < 15; ++i) flows.emplace(ids[i], &large);
    const auto linked = link(going_to({ids[10], ids[11], ids[12], ids[13], ids[14]}), flows);
    CHECK(linked.too_large);
    CHECK(linked.graph.nodes.size() == 6);
    CHECK(linked.flows.empty());
    // 6 nodes, four times 1,000, the one that these name, and the rest.
    const auto nodes_with = [&](std::size_t rest) {
        const auto small = going_to(std::vector<std::string>(rest - 1, two));
        flows.at(ids[14]) = &small;
        return link(going_to({ids[10], ids[11], ids[12], ids[13], ids[14]}), flows)
            .graph.nodes.size();
    };
    CHECK(nodes_with(993) == 5'000);
    CHECK(nodes_with(994) == 6);
}

TEST_CASE("the id of a flow is read in lower case, and known as a reference", "[flow][link]") {
    const auto graph = going_to({"0190A000-0000-7000-8000-00000000000F"});
    CHECK(references_of(graph).flow_ids ==
          std::set<std::string>{"0190a000-0000-7000-8000-00000000000f"});
    CHECK(flows_named_by(graph) == references_of(graph).flow_ids);
    const auto draft = read_draft(R"({"startNodeId":"a","nodes":[{"id":"a","type":"goto_flow"}]})");
    CHECK(draft.problems.errors.front().code == "missing_member");
    CHECK(flows_named_by(draft.graph).empty());
}
