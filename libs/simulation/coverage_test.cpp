#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;

namespace {

std::string missing(const Coverage& coverage) {
    std::string all;
    for (const auto& node : coverage.never_entered()) all += node.value() + ' ';
    for (const auto& way : coverage.never_taken()) {
        all += way.node.value() + "->" + way.output.value() + ' ';
    }
    return all;
}

} // namespace

TEST_CASE("coverage names the nodes no call came to, and the ways none took",
          "[simulation][coverage]") {
    const auto graph = question(R"("enableAMD":true)");
    Coverage coverage{graph};
    const Trial trial{.graph = graph, .sources = nobody};
    const auto call = [&](const char* script) {
        simulate(trial, {{}, read_script(script).value()}, coverage);
        return missing(coverage);
    };
    CHECK(coverage.nodes() == 6);
    CHECK(coverage.ways() == 9);
    CHECK(call(R"(["busy"])") ==
          "greet ask yes leave call->onAnswer call->onVoicemail greet->onComplete ask->1 ask->2 "
          "ask->onMaxRetries yes->onSuccess leave->onComplete ");
    CHECK(call(R"(["answer", {"dtmf": "1"}])") ==
          "leave call->onVoicemail ask->2 ask->onMaxRetries leave->onComplete ");
    CHECK(call(R"(["machine"])") == "ask->2 ask->onMaxRetries ");
    CHECK(call(R"(["answer"])") == "ask->2 ");
    CHECK(call(R"(["answer", {"dtmf": "2"}])").empty());
}
