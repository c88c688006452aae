#include "simulation/replay.hpp"
#include "simulation/told_call.hpp"
#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;

TEST_CASE("a condition on a secret comes to what it came to, though no event tells the secret",
          "[simulation][replay]") {
    const auto graph = *flow::read_graph(
        R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"ask"}},
        {"id":"ask","type":"dtmf","config":{"mode":"multi_digit","variable":"pin","secret":true,
            "multiDigitConfig":{"minDigits":4,"maxDigits":4}},"outputs":{"onSuccess":"right"}},
        {"id":"right","type":"condition","config":{"condition":{"left":{"source":"variable",
            "variableName":"pin"},"operator":"eq","right":"8305"}},
         "outputs":{"onTrue":"yes","onFalse":"no"}},
        {"id":"yes","type":"hangup"},{"id":"no","type":"hangup"}]})");
    for (const auto* pin : {"8305", "8306"}) {
        Told told{graph};
        told.happens(call::Begun{}).happens(call::Answered{}).keys(pin);
        REQUIRE(call::is_over(told.state));
        const auto again = replay(graph, told.facts);
        REQUIRE(again);
        CHECK(again->same);
        CHECK(again->hidden_keys == 4);
        CHECK(again->path.back().node.value() == (std::string{pin} == "8305" ? "yes" : "no"));
    }
}

TEST_CASE("values of a server that are secret are told by no event, and the call is had again "
          "without them",
          "[simulation][replay]") {
    const auto graph = graph_of("lookup.json");
    for (const auto* code : {"4711", "4712", "abc", "+212612345678"}) {
        Told told{graph};
        told.happens(call::Begun{}).happens(call::Answered{});
        told.happens(
            call::RequestOver{{2, 0}, 200, {std::string{"Zineb"}, 81.0, std::string{code}}});
        told.prompt_over().keys("1").prompt_over();
        for (const auto& [step, fact] : told.facts) {
            CHECK(call::to_text(fact).find(code) == std::string::npos);
        }
        const auto again = replay(graph, told.facts);
        REQUIRE(again);
        CHECK(again->same);
        CHECK(again->hidden_values == 1);
    }
}

TEST_CASE("a fault that a secret value led to is had again by a stand-in of its kind",
          "[simulation][replay]") {
    const auto graph = *flow::read_graph(
        R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"get"}},
        {"id":"get","type":"http_request","config":{"url":"https://a.example","map":[
            {"variable":"v","path":"/v","secret":true}]},"outputs":{"onSuccess":"use"}},
        {"id":"use","type":"set_variable","config":{"variable":"w","value":{"expression":
            "1 / v"}},"outputs":{"onSuccess":"hand","onError":"hand"}},
        {"id":"hand","type":"transfer","config":{"to":{"source":"variable","variableName":"v"}},
         "outputs":{"onError":"day"}},
        {"id":"day","type":"play","config":{"audioItems":[{"type":"date","mode":"date",
            "value":{"source":"variable","variableName":"v"},"language":"fr"}]}}]})");
    const std::vector<flow::Value> values{
        0.0, 5.0, std::string{"+212612345678"}, std::string{"2025-05-05"}, std::string{"x"}, {}};
    for (const auto& value : values) {
        Told told{graph};
        told.happens(call::Begun{}).happens(call::Answered{});
        told.happens(call::RequestOver{{2, 0}, 200, {value}});
        const auto again = replay(graph, told.facts);
        REQUIRE(again);
        INFO(flow::to_json(value));
        CHECK(again->same);
    }
}

TEST_CASE("a call that its steps ended is had again, though its last event was a secret",
          "[simulation][replay]") {
    // 27 steps a round: 26 keys and a server's answer.
    const auto graph = *flow::read_graph(
        R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"get"}},
        {"id":"get","type":"http_request","config":{"url":"https://a.example","map":[
            {"variable":"v","path":"/v","secret":true}]},"outputs":{"onSuccess":"ask"}},
        {"id":"ask","type":"dtmf","config":{"mode":"multi_digit","variable":"pin","secret":true,
            "multiDigitConfig":{"minDigits":26,"maxDigits":26}},"outputs":{"onSuccess":"get"}}]})");
    const bool key_is_last = GENERATE(false, true);
    Told told{graph};
    told.happens(call::Begun{});
    if (key_is_last) told.happens(call::Ringing{180}); // one step more
    told.happens(call::Answered{});
    while (!call::is_over(told.state)) {
        told.happens(call::RequestOver{{told.state.visits, 0}, 200, {std::string{"hunter2"}}});
        if (!call::is_over(told.state)) told.keys("77777777777777777777777777");
    }
    REQUIRE(told.state.phase ==
            call::Phase{call::Over{flow::Outcome::failed, "step_limit_reached"}});
    for (const auto& [step, fact] : told.facts) {
        const auto text = call::to_text(fact);
        REQUIRE(text.find("hunter2") == std::string::npos);
        REQUIRE(text.find(R"({"digit":)") == std::string::npos);
    }
    const auto again = replay(graph, told.facts);
    REQUIRE(again);
    CHECK(again->same);
    CHECK(again->complete);
}
