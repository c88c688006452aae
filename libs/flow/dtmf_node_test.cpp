#include "flow/dtmf_node.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>

using namespace hatif::flow;
using namespace std::chrono_literals;

namespace {

const PromptId consent{"consent"};
const PromptId wrong{"wrong"};
const Variables no_variables;
const Sources no_sources;

const DtmfNode question{
    .prompt = recordings({consent}),
    .invalid_prompt = recordings({wrong}),
    .allowed_digits = "12",
    .timeout = 5s,
    .max_retries = 1,
    .variable = "",
};

const DtmfNode asked_once{.prompt = recordings({consent}),
                          .invalid_prompt = {},
                          .allowed_digits = "12",
                          .timeout = 5s,
                          .variable = ""};

Scope scope(std::optional<char> kept = {}) {
    return {no_variables, no_sources, "answered", "human", kept};
}

/// Enters the node, feeds it the events, and returns what the last one led to.
DtmfStep after(std::initializer_list<Event> events, const DtmfNode& node = question) {
    DtmfStep last = enter(node, scope());
    for (const auto& event : events) last = step(node, last.next, event, scope());
    return last;
}

/// True when `late`, coming after the others, moves nothing and commands nothing.
bool ignored(const Event& late, std::initializer_list<Event> before) {
    const auto here = after(before).next;
    const auto there = step(question, here, late, scope());
    return there.next == here && there.commands.empty();
}

Leave leave_by(std::initializer_list<const char*> outputs) {
    Leave leave;
    for (const auto* output : outputs) leave.by.emplace_back(output);
    return leave;
}

} // namespace

TEST_CASE("a dtmf node asks its question on entry", "[flow][dtmf]") {
    CHECK(enter(question, scope()).commands == Commands{Play{0, {consent}}});
}

TEST_CASE("without a question it listens on entry", "[flow][dtmf]") {
    DtmfNode silent = question;
    silent.prompt.clear();
    CHECK(enter(silent, scope()).commands == Commands{StartTimer{0, 5s}});
}

TEST_CASE("it listens once the prompt is over", "[flow][dtmf]") {
    CHECK(after({PromptOver{0}}).commands == Commands{StartTimer{0, 5s}});
}

TEST_CASE("an allowed key takes its branch, else onSuccess", "[flow][dtmf]") {
    CHECK(after({PromptOver{0}, KeyPressed{'1'}}).commands ==
          Commands{CancelTimer{0}, leave_by({"1", "onSuccess"})});
}

TEST_CASE("a key during the prompt counts, and stops the prompt", "[flow][dtmf]") {
    CHECK(after({KeyPressed{'2'}}).commands ==
          Commands{StopPlaying{0}, leave_by({"2", "onSuccess"})});
}

TEST_CASE("a key kept from a play answers before the question is asked", "[flow][dtmf]") {
    CHECK(enter(question, scope('1')).commands ==
          Commands{TakeKey{'1'}, leave_by({"1", "onSuccess"})});
    CHECK(enter(question, scope('9')).commands ==
          Commands{TakeKey{'9'}, Play{1, {wrong, consent}}});
}

TEST_CASE("the key goes into the variable, with its secrecy", "[flow][dtmf]") {
    DtmfNode node = question;
    node.variable = "pin";
    node.secret = true;
    CHECK(after({KeyPressed{'2'}}, node).commands ==
          Commands{StopPlaying{0}, SetVariable{"pin", {std::string{"2"}, true}},
                   leave_by({"2", "onSuccess"})});
}

TEST_CASE("silence asks again while retries remain", "[flow][dtmf]") {
    CHECK(after({PromptOver{0}, TimerFired{0}}).commands == Commands{Play{1, {consent}}});
}

TEST_CASE("a key that is not allowed is told so and asked again while retries remain",
          "[flow][dtmf]") {
    CHECK(after({PromptOver{0}, KeyPressed{'9'}}).commands ==
          Commands{CancelTimer{0}, Play{1, {wrong, consent}}});
}

TEST_CASE("used-up retries leave by onMaxRetries, else by the last failure", "[flow][dtmf]") {
    CHECK(after({PromptOver{0}, TimerFired{0}, PromptOver{1}, TimerFired{1}}).commands ==
          Commands{leave_by({"onMaxRetries", "onTimeout"})});
    CHECK(after({PromptOver{0}, TimerFired{0}, KeyPressed{'9'}}).commands ==
          Commands{StopPlaying{1}, leave_by({"onMaxRetries", "onInvalid"})});
}

TEST_CASE("without retries it leaves by what went wrong first", "[flow][dtmf]") {
    CHECK(after({PromptOver{0}, TimerFired{0}}, asked_once).commands ==
          Commands{leave_by({"onTimeout", "onMaxRetries"})});
    CHECK(after({KeyPressed{'9'}}, asked_once).commands ==
          Commands{StopPlaying{0}, leave_by({"onInvalid", "onMaxRetries"})});
}

TEST_CASE("a prompt that cannot be played is the node's error", "[flow][dtmf]") {
    const Fault why{"audio_not_found", "no such audio"};
    CHECK(after({PromptFailed{0, why}}).commands == Commands{leave_failed(why)});
}

TEST_CASE("the timer and the prompt of an earlier try change nothing", "[flow][dtmf]") {
    CHECK(ignored(TimerFired{0}, {PromptOver{0}, TimerFired{0}, PromptOver{1}}));
    CHECK(ignored(PromptOver{0}, {PromptOver{0}, TimerFired{0}}));
}

TEST_CASE("a node that was left stays left", "[flow][dtmf]") {
    CHECK(ignored(KeyPressed{'2'}, {PromptOver{0}, KeyPressed{'1'}}));
}

TEST_CASE("a call goes on from its state alone", "[flow][dtmf]") {
    CHECK(step(question, Listening{1, 1}, TimerFired{1}, scope()).commands ==
          Commands{leave_by({"onMaxRetries", "onTimeout"})});
}
