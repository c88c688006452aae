#include "flow/validate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

// What validation says of a flow that goes on in others.

using namespace hatif::flow;
using namespace std::chrono_literals;

namespace {

const std::string there = "0192f3a4-0000-7000-8000-000000000001";

/// A dial, one node named `a`, and an end.
std::string flow_with(const std::string& a) {
    return R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial",
        "config":{"timeout":20000,"enableAMD":false},
        "outputs":{"onAnswer":"a","default":"end"}},)" +
           a + R"({"id":"end","type":"hangup"}]})";
}

const std::string going_on = R"({"id":"a","type":"goto_flow","config":{"flowId":")" + there +
                             R"("},"outputs":{"default":"end"}},)";
const std::string waiting = R"({"id":"a","type":"dtmf","config":{"timeout":5000},
                               "outputs":{"default":"end"}},)";

Problems look(const std::string& root, const std::string& other) {
    const auto graph = read_draft(other).graph;
    Known known;
    known.flows.emplace().emplace(there, &graph);
    return validate(root, known);
}

bool has(const std::vector<Problem>& all, const std::string& code, const std::string& path) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Problem& it) { return it.code == code && it.path == path; });
}

} // namespace

TEST_CASE("a flow that is not there is an error", "[flow][linked]") {
    Known known;
    known.flows.emplace();
    CHECK(
        has(validate(flow_with(going_on), known).errors, "unknown_flow", "/nodes/1/config/flowId"));
    CHECK(validate(flow_with(going_on), {}).valid()); // not known here
}

TEST_CASE("a flow that cannot be read is an error of the one that goes on in it",
          "[flow][linked]") {
    Known known;
    known.flows.emplace().emplace(there, nullptr);
    CHECK(has(validate(flow_with(going_on), known).errors, "linked_flow_invalid",
              "/nodes/1/config/flowId"));
}

TEST_CASE("flows that lead to each other must wait somewhere", "[flow][linked]") {
    // The other flow's dial dials nobody, and its goto comes back to it.
    CHECK(has(look(flow_with(going_on), flow_with(going_on)).errors, "cycle_without_wait",
              "/linkedFlows/" + there + "/nodes/0"));
    CHECK(look(flow_with(going_on), flow_with(waiting)).valid());
}

TEST_CASE("the bound of a call counts what the other flow does, but no second dial",
          "[flow][linked]") {
    CHECK(look(flow_with(going_on), flow_with(waiting)).longest_call == 20s + 5s + 1s);
}
