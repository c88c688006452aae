#include "simulation/explain.hpp"
#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;

TEST_CASE("a flow is told in words, each node with its ways on", "[simulation][explain]") {
    const auto words = explain(question(R"("enableAMD":true)"));
    CHECK(words.find("call (dial)\n    Calls, and lets it ring 20 s; goes on at once while it "
                     "listens who answered.\n    default -> end\n    onAnswer -> greet\n") == 0);
    CHECK(words.find("Asks by recording question; takes one key of 12, and waits 4 s for it; asks "
                     "1 times again; the answer is 'choice'.") != std::string::npos);
}

TEST_CASE("a node that no call comes to is told last, and that none does",
          "[simulation][explain]") {
    const auto graph = flow::read_draft(R"({"startNodeId":"b","nodes":[
        {"id":"a","type":"hangup"},{"id":"b","type":"dial"}]})")
                           .graph;
    const auto words = explain(graph);
    CHECK(words.find("b (dial)") == 0);
    CHECK(words.find("a (hangup) - no call comes here") != std::string::npos);
}

TEST_CASE("a JSON pointer leads to the line on which its part stands (RFC 6901)",
          "[simulation][explain]") {
    const std::string json =
        "{\n\"a/b\": 1,\n\"nodes\": [\n{\"x\": \"}]\\\"\", \"y\":\n [1,\n2]},\n"
        "{\"id\": \"m~n\",\n\"m~n\": -1.5e3,\n\"z\": null}\n]}";
    CHECK(line_of(json, "") == 1);
    CHECK(line_of(json, "/a~1b") == 2);
    CHECK(line_of(json, "/nodes") == 3);
    CHECK(line_of(json, "/nodes/0/y/1") == 6);
    CHECK(line_of(json, "/nodes/1") == 7);
    CHECK(line_of(json, "/nodes/1/m~0n") == 8);
    CHECK(line_of(json, "/nodes/1/z") == 9);
    CHECK(line_of(json, "/nodes/1/config/timeout") == 7);
    CHECK(line_of("", "/a") == 1);
    CHECK(line_of("[[[[[", "/0/0/0/0/0/0") == 1);
}
