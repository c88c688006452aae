#include "flow/link.hpp"
#include "simulation/replay.hpp"
#include "simulation/told_call.hpp"
#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;

namespace {

constexpr std::array flows{"consent.json",       "pin.json",           "account.json",
                           "code.json",          "reminder.json",      "reminder_wait.json",
                           "reminder_mute.json", "reminder_deaf.json", "voice_box.json",
                           "lookup.json"};

/// Any event that may move the call.
call::Event any_event(std::mt19937& random, const call::State& state) {
    const auto up_to = [&](unsigned most) { return random() % most; };
    const call::Ticket near{state.visits, static_cast<int>(up_to(3))};
    switch (up_to(14)) {
    case 0:
        return call::Answered{};
    case 1:
        return call::AmdDecided{{.answerer = up_to(2) == 0 ? detection::Answerer::machine
                                                           : detection::Answerer::human}};
    case 2:
        return call::BeepAwaited{up_to(2) == 0, Milliseconds{1'000}};
    case 3:
        return call::RecordingOver{near, "id", "silence", true, Milliseconds{4'000}};
    case 4:
        return up_to(20) == 0 ? call::Event{call::HungUp{"bye", 16}} : call::Ringing{180};
    case 5:
        return call::TimerFired{near};
    case 12:
    case 13:
        return call::RequestOver{
            near, up_to(4) == 0 ? 404 : 200, {std::string{"Zineb"}, 81.0, std::string{"4711"}}};
    case 6:
    case 7:
        return call::KeyPressed{"123490*#"[up_to(8)]};
    default:
        return call::PromptOver{near};
    }
}

} // namespace

TEST_CASE("a call had again from its events goes the same way, to the byte",
          "[simulation][replay]") {
    std::mt19937 random{20'251'122};
    int hidden = 0;
    for (const auto* name : flows) {
        const auto graph = graph_of(name);
        const bool inbound = graph.find(graph.start)->type == "answer";
        for (int i = 0; i < 300; ++i) {
            Told told{graph};
            told.happens(call::Begun{{{"wanted", {std::string{"1234"}}}}, inbound});
            for (int event = 0; event < 40; ++event) told.happens(any_event(random, told.state));
            const auto again = replay(graph, told.facts);
            REQUIRE(again);
            hidden += again->hidden_keys;
            INFO(name << ' ' << i);
            if (again->difference) {
                INFO(again->difference->step << ' ' << again->difference->data);
                CAPTURE(again->difference->recorded, again->difference->replayed);
                REQUIRE_FALSE(again->difference);
            }
            REQUIRE(again->same);
            REQUIRE(again->same_path);
            REQUIRE(again->complete == call::is_over(told.state));
        }
    }
    CHECK(hidden > 100);
}

TEST_CASE("what a call read of its contact is read again from its events", "[simulation][replay]") {
    const auto graph = graph_of("consent.json");
    Told told{graph};
    told.happens(call::Begun{}).happens(call::Answered{}).prompt_over().keys("1");
    const auto again = replay(graph, told.facts);
    REQUIRE(again);
    CHECK(again->same);
    CHECK_FALSE(again->complete);
    CHECK(again->path.back().node.value() == "thanks");
}

TEST_CASE("a draft tells the first step that goes another way: event, node, outputs",
          "[simulation][replay]") {
    const auto graph = question();
    Told told{graph};
    told.happens(call::Begun{}).happens(call::Answered{}).prompt_over().keys("2");
    REQUIRE(call::is_over(told.state));
    const auto draft = *flow::read_graph(
        R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"greet"}},
        {"id":"greet","type":"play","config":{"bargeIn":true,"audioItems":[
            {"type":"audioFile","audioId":"another greeting"}]},"outputs":{"onComplete":"ask"}},
        {"id":"ask","type":"dtmf","config":{"singleDigitConfig":{"allowedDigits":"1"},
            "prompt":[{"type":"audioFile","audioId":"question"}]},
         "outputs":{"branches":{"1":"end"},"onInvalid":"end"}},
        {"id":"end","type":"hangup","config":{},"outputs":{}}]})");
    const auto again = replay(draft, told.facts);
    REQUIRE(again);
    CHECK_FALSE(again->same);
    CHECK_FALSE(again->same_path);
    REQUIRE(again->difference);
    CHECK(again->difference->step == 2); // other words are said
    REQUIRE(again->parting);
    CHECK(again->parting->step == 4);
    CHECK(again->parting->event == "key_pressed");
    CHECK(again->parting->data == R"({"digit":"2"})");
    CHECK(again->parting->node == "ask");
    CHECK(again->parting->recorded_output == "2");
    CHECK(again->parting->replayed_output == "onInvalid");
}

TEST_CASE("where a draft parts from the call, what came then is not replayed",
          "[simulation][replay]") {
    const auto graph = question();
    Told told{graph};
    told.happens(call::Begun{}).happens(call::Answered{}).prompt_over().prompt_over();
    told.keys("2");
    REQUIRE(call::is_over(told.state));
    auto draft = graph;
    auto& greet = draft.nodes[draft.places.at(flow::NodeId{"greet"})];
    greet.outputs.at(flow::Output{"onComplete"}).to = flow::NodeId{"leave"};
    const auto again = replay(draft, told.facts);
    REQUIRE(again);
    REQUIRE(again->parting);
    CHECK(again->parting->step == 3);
    CHECK(again->steps == 3); // of 5
    CHECK(again->path.back().node.value() == "leave");
    CHECK(again->path.back().output.empty());
    CHECK(again->outcome.empty());
}

TEST_CASE("a draft that says other words goes the same path", "[simulation][replay]") {
    const auto graph = question();
    Told told{graph};
    told.happens(call::Begun{}).happens(call::Answered{}).prompt_over().keys("2");
    auto draft = graph;
    for (auto& node : draft.nodes) node.label = flow::Label{"renamed"};
    const auto again = replay(draft, told.facts);
    REQUIRE(again);
    CHECK_FALSE(again->same);
    CHECK(again->same_path);
    CHECK(again->outcome == "completed");
}

TEST_CASE("a call whose inputs are not whole is not replayed", "[simulation][replay]") {
    const auto graph = question();
    Told told{graph};
    told.happens(call::Begun{}).happens(call::Answered{}).prompt_over().keys("2");
    const auto reason = [&](RecordedCall facts) { return replay(graph, facts).error().reason; };
    CHECK(reason({}) == "ATTEMPT_NOT_REPLAYABLE");
    auto without = told.facts;
    std::erase_if(without, [](const auto& it) { return it.step == 2; });
    CHECK(reason(without) == "ATTEMPT_NOT_REPLAYABLE");
    auto mute = told.facts;
    std::erase_if(mute, [](const auto& it) {
        return it.step == 2 && std::holds_alternative<call::fact::Input>(it.what);
    });
    CHECK(reason(mute) == "ATTEMPT_NOT_REPLAYABLE");
    auto foreign = told.facts;
    std::get<call::fact::Input>(foreign[1].what).kind = "danced";
    CHECK(reason(foreign) == "ATTEMPT_NOT_REPLAYABLE");
}

TEST_CASE("of a worker that died within a step, what was told is compared",
          "[simulation][replay]") {
    const auto graph = question();
    Told told{graph};
    told.happens(call::Begun{}).happens(call::Answered{}).prompt_over();
    told.facts.pop_back();
    const auto again = replay(graph, told.facts);
    REQUIRE(again);
    CHECK(again->same);
    CHECK_FALSE(again->complete);
}

TEST_CASE("a call through linked flows is had again with them", "[simulation][replay]") {
    const auto more = graph_of("lookup_more.json");
    const auto graph =
        flow::link(graph_of("lookup.json"), {{"0190a000-0000-7000-8000-000000000002", &more}})
            .graph;
    Told told{graph};
    told.happens(call::Begun{}).happens(call::Answered{});
    told.happens(call::RequestOver{{2, 0}, 200, {std::string{"Zineb"}, 81.0, {}}});
    told.prompt_over().keys("2").prompt_over().happens(call::HungUp{});
    REQUIRE(call::is_over(told.state));
    const auto again = replay(graph, told.facts);
    REQUIRE(again);
    CHECK(again->same);
    const auto without = replay(graph_of("lookup.json"), told.facts);
    REQUIRE(without);
    CHECK(without->parting->node == "ask");
    CHECK(without->parting->replayed_output == "2");
}
