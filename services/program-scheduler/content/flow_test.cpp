#include "program_scheduler/content/flow.hpp"

#include "program_scheduler/content/flow_content.hpp"

#include <catch2/catch.hpp>

using namespace hatif::program_scheduler;

namespace {

std::string refused(const FlowSent& sent) {
    const auto words = read_flow_words(sent);
    std::string paths;
    if (words) return paths;
    for (const auto& field : words.error().fields) paths += field.path + " ";
    return paths;
}

} // namespace

TEST_CASE("a flow has a name of 1 to 255 characters and a graph", "[program_scheduler][flow]") {
    CHECK(refused({.name = "Reminder", .graph = "{}"}).empty());
    CHECK(refused({}) == "name graph ");
    CHECK(refused({.name = "", .graph = "{}"}) == "name ");
    CHECK(refused({.name = std::string(256, 'x'), .graph = "{}"}) == "name ");
    CHECK(refused({.name = "  ", .graph = "{}"}) == "name ");
    CHECK(refused({.name = "x", .graph = "{}"}).empty());
    CHECK(refused({.name = std::string(255, 'x'), .graph = "{}"}).empty());
    CHECK(refused({.name = "Reminder", .description = std::string(501, 'x'), .graph = "{}"}) ==
          "description ");
}

TEST_CASE("a graph is an object of at most 1 MiB", "[program_scheduler][flow]") {
    CHECK(refused({.name = "Reminder", .graph = "[]"}) == "graph ");
    CHECK(refused({.name = "Reminder", .graph = "null"}) == "graph ");
    CHECK(refused({.name = "Reminder", .graph = "{"}) == "graph ");
    CHECK(refused({.name = "Reminder", .graph = "{} {}"}) == "graph ");
    CHECK(refused({.name = "Reminder", .graph = "{}" + std::string(1 << 20, ' ')}) == "graph ");
}

TEST_CASE("a graph is kept as it was written", "[program_scheduler][flow]") {
    const std::string written = "{ \"startNodeId\" : \"a\",\n  \"nodes\":[ ] }";
    CHECK(read_flow_words({.name = "Reminder", .graph = written})->graph == written);
}

TEST_CASE("to be validated, a graph may come bare, as {graph}, or in a whole flow",
          "[program_scheduler][flow]") {
    const std::string bare = R"({"startNodeId":"a","nodes":[]})";
    CHECK(graph_of(bare).value() == bare);
    CHECK(graph_of(R"({"graph": )" + bare + "}").value() == bare);
    CHECK(graph_of(R"({"id":"x","name":"Reminder","version":3,"graph":)" + bare + "}").value() ==
          bare);
    CHECK(graph_of(R"({"graph": null})").value() == "null");
    CHECK(graph_of("[]").error().fields.front().path == "graph");
    CHECK(graph_of("").error().fields.front().path == "graph");
}

TEST_CASE("a graph that was found wrong cannot be launched, and all of it is told",
          "[program_scheduler][flow]") {
    const hatif::base::Uuid none;
    CheckedFlow flow{
        {.id = hatif::base::FlowId{none}, .organization = hatif::base::OrganizationId{none}}, {}};
    CHECK(require_valid(flow));

    flow.problems.errors = {{"unknown_target", "no such node", {}, "/nodes/0/outputs/onAnswer"},
                            {"unknown_audio", "no such audio", {}, "/nodes/1/config"}};
    const auto error = require_valid(flow).error();
    CHECK(error.reason == "FLOW_INVALID");
    REQUIRE(error.fields.size() == 2);
    CHECK(error.fields[1].path == "graph/nodes/1/config");
}

TEST_CASE("a version differs by its name or its graph, not by how the graph is written",
          "[program_scheduler][flow]") {
    const FlowWords before{"Reminder", "Said first", R"({"nodes":[],"startNodeId":"a"})"};
    const auto differs_with = [&](const FlowSent& sent) {
        return differs(changed(before, sent).value(), before);
    };
    CHECK_FALSE(differs_with({}));
    CHECK_FALSE(differs_with({.description = "Said last"}));
    CHECK_FALSE(differs_with({.graph = "{ \"nodes\": [ ],\n\t\"startNodeId\": \"a\" }"}));
    CHECK(differs_with({.name = "Bill"}));
    CHECK(differs_with({.graph = R"({"nodes":[],"startNodeId":"b"})"}));
    CHECK(differs_with({.graph = R"({"nodes":[],"startNodeId":" a"})"}));
}

TEST_CASE("only what is sent of a flow changes, and only a description can be cleared",
          "[program_scheduler][flow]") {
    const FlowWords before{"Reminder", "Said first", "{}"};
    CHECK(changed(before, {})->description == "Said first");
    CHECK(changed(before, {.description = ""})->description == std::nullopt);
    CHECK(changed(before, {.name = "Bill"})->graph == "{}");
    const auto wrong = changed(before, {.name = "", .graph = "[]"});
    REQUIRE_FALSE(wrong);
    REQUIRE(wrong.error().fields.size() == 2);
    CHECK(wrong.error().fields[0].path == "name");
    CHECK(wrong.error().fields[1].path == "graph");
}
