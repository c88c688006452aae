#include "call/call.hpp"
#include "flow/read_graph.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::call;

namespace {

/// Plays for ever, each time the prompt is over.
const auto endless = *flow::read_graph(
    R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onAnswer":"play"}},
        {"id":"play","type":"play","config":{"audioItems":[{"type":"audioFile","audioId":"a"}]},
         "outputs":{"onComplete":"play"}}]})");

/// A cycle that never waits: validation refuses it, the engine has its bound besides.
const auto spinning = *flow::read_graph(
    R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onAnswer":"a"}},
        {"id":"a","type":"set_variable","config":{"variable":"x","value":1},
         "outputs":{"onSuccess":"a"}}]})");

/// Plays to somebody who does not answer: validation refuses it, the engine does too.
const auto to_nobody = *flow::read_graph(
    R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onBusy":"play"}},
        {"id":"play","type":"play","config":{"audioItems":[{"type":"audioFile","audioId":"a"}]}}]})");

const flow::Sources nobody;

State after(const Script& script, std::initializer_list<Event> events) {
    State state;
    for (const auto& event : events) state = step(script, state, event).next;
    return state;
}

} // namespace

TEST_CASE("a node visited too often ends the call as failed", "[call][limits]") {
    const Script script{endless, nobody, Limits{.visits_of_a_node = 3}};
    auto state = after(script, {Begun{}, Answered{}});
    for (int i = 0; i < 3; ++i) {
        CHECK_FALSE(is_over(state));
        state = step(script, state, PromptOver{{state.visits, 0}}).next;
    }
    CHECK(state.phase == Phase{Over{Outcome::failed, "visit_limit_reached"}});
}

TEST_CASE("a call of too many steps ends as failed", "[call][limits]") {
    const Script script{endless, nobody, Limits{.steps = 2}};
    CHECK(after(script, {Begun{}, Answered{}, PromptOver{{2, 0}}}).phase ==
          Phase{Over{Outcome::failed, "step_limit_reached"}});
}

TEST_CASE("the event that ends a call of too many steps tells no secret", "[call][limits]") {
    const auto asking = *flow::read_graph(
        R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onAnswer":"get"}},
            {"id":"get","type":"http_request","config":{"url":"https://a.example","map":[
                {"variable":"pin","path":"/pin","secret":true},{"variable":"name","path":"/name"}]},
             "outputs":{"onSuccess":"pin"}},
            {"id":"pin","type":"dtmf","config":{"mode":"multi_digit","variable":"keyed",
                "secret":true,"multiDigitConfig":{"minDigits":4,"maxDigits":4}}}]})");
    const RequestOver answer{{2, 0}, 200, {std::string{"4711"}, std::string{"Zineb"}}};
    const auto told = [&](int steps, std::initializer_list<Event> before, const Event& last) {
        const Script script{asking, nobody, Limits{.steps = steps}};
        const auto end = step(script, after(script, before), last);
        CHECK(end.next.phase == Phase{Over{Outcome::failed, "step_limit_reached"}});
        for (const auto& command : end.commands) {
            const auto* it = std::get_if<Publish>(&command);
            const auto* input = it == nullptr ? nullptr : std::get_if<fact::Input>(&it->what);
            if (input != nullptr) return input->data;
        }
        return std::string{};
    };
    const auto values = [](const std::string& data) {
        return data.substr(data.find("\"values\""));
    };
    CHECK(values(told(2, {Begun{}, Answered{}}, answer)) ==
          R"("values":[{"secret":"number"},"Zineb"]})");
    // Of an earlier visit, or of no node that asks a server: whatever it is about.
    auto late = answer;
    late.request.visit = 1;
    CHECK(values(told(2, {Begun{}, Answered{}}, late)) ==
          R"("values":[{"secret":"number"},{"secret":"text"}]})");
    late.request.visit = 3;
    CHECK(values(told(3, {Begun{}, Answered{}, answer}, late)) ==
          R"("values":[{"secret":"number"},{"secret":"text"}]})");
    CHECK(told(3, {Begun{}, Answered{}, answer}, KeyPressed{'4'}) == R"({"output":null})");
    CHECK(told(1, {Begun{}}, KeyPressed{'4'}) == R"({"output":null})"); // before the answer
}

TEST_CASE("a flow that goes round without waiting ends the call", "[call][limits]") {
    CHECK(after({spinning, nobody}, {Begun{}, Answered{}}).phase ==
          Phase{Over{Outcome::failed, "visit_limit_reached"}});
}

TEST_CASE("variables that take too much together are the node's error", "[call][limits]") {
    const auto doubling = *flow::read_graph(
        R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onAnswer":"a"}},
            {"id":"a","type":"set_variable","config":{"variable":"a","value":"1234567890"},
             "outputs":{"onSuccess":"b"}},
            {"id":"b","type":"set_variable","config":{"variable":"b","value":"1234567890"},
             "outputs":{"onSuccess":"end"}},
            {"id":"end","type":"hangup"}]})");
    const auto over = [&](std::size_t bytes) {
        return after({doubling, nobody, Limits{.variables = bytes}}, {Begun{}, Answered{}}).phase;
    };
    CHECK(over(22) == Phase{Over{Outcome::completed, {}}});
    CHECK(over(21) == Phase{Over{Outcome::failed, "too_many_variables"}});
}

TEST_CASE("a variable set again takes its room once", "[call][limits]") {
    const auto again = *flow::read_graph(
        R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onAnswer":"a"}},
            {"id":"a","type":"set_variable","config":{"variable":"x","value":"1234567890"},
             "outputs":{"onSuccess":"b"}},
            {"id":"b","type":"set_variable","config":{"variable":"x","value":"0987654321"}}]})");
    const Script script{again, nobody, Limits{.variables = 11}};
    CHECK(after(script, {Begun{}, Answered{}}).phase == Phase{Over{Outcome::completed, {}}});
}

TEST_CASE("a flow that would speak to nobody does not change what the dial met", "[call]") {
    CHECK(after({to_nobody, nobody}, {Begun{}, Refused{Outcome::busy, "sip_486_busy_here", 486}})
              .phase == Phase{Over{Outcome::busy, "sip_486_busy_here"}});
}

TEST_CASE("every fact carries the number of the event it follows from", "[call]") {
    const Script script{endless, nobody};
    const auto [next, commands] = step(script, after(script, {Begun{}}), Answered{});
    for (const auto& command : commands) {
        if (const auto* it = std::get_if<Publish>(&command)) CHECK(it->step == 2);
    }
    CHECK(next.steps == 2);
}

TEST_CASE("the final SIP code and the Q.850 cause are told at the end", "[call]") {
    const Script script{endless, nobody};
    const auto last =
        step(script, after(script, {Begun{}}), Refused{Outcome::busy, "busy", 486, 17}).commands;
    const auto finished = std::get<fact::Finished>(std::get<Publish>(last.back()).what);
    CHECK(finished.sip_code == 486);
    CHECK(finished.q850 == 17);
}

TEST_CASE("whom a call was handed to ends it well, by a BYE or without", "[call][transfer]") {
    const auto handing_over = *flow::read_graph(
        R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onAnswer":"desk"}},
            {"id":"desk","type":"transfer","config":{"to":"+212522000000"},
             "outputs":{"onSuccess":"bye"}},
            {"id":"bye","type":"play",
             "config":{"audioItems":[{"type":"audioFile","audioId":"a"}]}}]})");
    const Script script{handing_over, nobody};
    for (const Event& end : {Event{HungUp{}}, Event{LineLost{"no_rtp"}}}) {
        CHECK(after(script, {Begun{}, Answered{}, TransferOver{true, 200}, end}).phase ==
              Phase{Over{Outcome::completed, ""}});
    }
    CHECK(after(script, {Begun{}, Answered{}, LineLost{"no_rtp"}}).phase ==
          Phase{Over{Outcome::failed, "no_rtp"}});
}

TEST_CASE("behind a prompt's last word the BYE waits for a jitter buffer", "[call][hangup]") {
    const auto speaking = *flow::read_graph(
        R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onAnswer":"play"}},
            {"id":"play","type":"play","config":{"bargeIn":true,
             "audioItems":[{"type":"audioFile","audioId":"a"}]},"outputs":{"onComplete":"mark"}},
            {"id":"mark","type":"set_variable","config":{"variable":"x","value":1},
             "outputs":{"onSuccess":"end"}},
            {"id":"end","type":"hangup"}]})");
    const Script script{speaking, nobody};
    const auto bye_by = [&](const Event& event) {
        const auto commands = step(script, after(script, {Begun{}, Answered{}}), event).commands;
        for (const auto& command : commands) {
            if (const auto* bye = std::get_if<Bye>(&command)) return *bye;
        }
        return Bye{.q850 = 0};
    };
    CHECK(bye_by(PromptOver{{2, 0}}) == Bye{16, std::chrono::milliseconds{200}});
    CHECK(bye_by(KeyPressed{'1'}) == Bye{16});
    CHECK(bye_by(CancelRequested{}) == Bye{16});
}
