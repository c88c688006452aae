#include "flow/say_node.hpp"

#include "flow/read_graph.hpp"
#include "flow/references.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;
using hatif::speech::Language;

namespace {

const Variables variables{{"name", {std::string{"Zineb"}}}};
const Sources nobody;
const Scope scope{variables, nobody, "answered", "human"};
const Leave complete{{Output{"onComplete"}}};

Draft drafted(const std::string& config) {
    return read_draft(R"({"startNodeId":"it","nodes":[{"id":"it","type":"say","config":)" + config +
                      "}]}");
}

SayNode said(const std::string& config) {
    auto draft = drafted(config);
    REQUIRE(draft.problems.errors.empty());
    return std::get<SayNode>(draft.graph.nodes.front().kind);
}

std::string first_error(const std::string& config) {
    const auto draft = drafted(config);
    return draft.problems.errors.empty() ? "" : draft.problems.errors.front().code;
}

} // namespace

TEST_CASE("a say node has its text spoken, as often as it is to be repeated", "[flow][say]") {
    const auto node = said(R"({"text":{"expression":"\"Bonjour \" & name"},"language":"fr",
                               "voice":"amal","repeat":2})");
    const SpokenText words{"Bonjour Zineb", Language::fr, "amal"};
    const auto begun = enter(node, scope);
    CHECK(begun.commands == Commands{Play{0, {words, words}}});
    CHECK(step(node, begun.next, PromptOver{0}).commands == Commands{complete});
    CHECK(step(node, begun.next, KeyPressed{'1'}).commands.empty());
}

TEST_CASE("a key ends what is said with bargeIn, and is kept for the next question",
          "[flow][say]") {
    const auto node = said(R"({"text":"Hello","language":"en","bargeIn":true})");
    const auto begun = enter(node, scope);
    CHECK(step(node, begun.next, KeyPressed{'1'}).commands ==
          Commands{StopPlaying{0}, KeepKey{'1'}, complete});
    CHECK(release(begun.next) == Commands{StopPlaying{0}});
}

TEST_CASE("what no engine spoke, or nobody can, is the say node's error", "[flow][say]") {
    const auto node = said(R"({"text":"Hello"})"); // in the contact's language, and there is none
    CHECK(std::get<Leave>(enter(node, scope).commands.back()).fault->code == "language_unknown");
    const auto spoken = said(R"({"text":"Hello","language":"en"})");
    const Fault none{"voice_unavailable", "no engine answered"};
    CHECK(step(spoken, enter(spoken, scope).next, PromptFailed{0, none}).commands ==
          Commands{leave_failed(none)});
}

TEST_CASE("a say node is read with all that may be wrong in it", "[flow][say]") {
    CHECK(first_error(R"({"text":"Hello","language":"contact"})").empty());
    CHECK(first_error("{}") == "missing_member");
    CHECK(first_error(R"({"text":"Hello","language":"de"})") == "unknown_value");
    CHECK(first_error(R"({"text":"Hello","repeat":11})") == "out_of_range");
    CHECK(first_error(R"({"text":["Hello"]})") == "wrong_type");
    CHECK(first_error(R"({"text":")" + std::string(2'001, 'x') + "\"}") == "out_of_range");
    CHECK(first_error(R"({"text":"Hello","voice":")" + std::string(65, 'x') + "\"}") ==
          "out_of_range");
    const auto node = said(R"({"text":{"source":"variable","variableName":"name"}})");
    CHECK(sources_of(Kind{node}) ==
          std::vector<ValueSource>{{ValueSource::Kind::variable, "name"}});
}

TEST_CASE("a text among other items of a play is spoken between them", "[flow][say]") {
    const auto graph = read_graph(R"({"startNodeId":"it","nodes":[{"id":"it","type":"play","config":
        {"audioItems":[{"type":"audioFile","audioId":"chime"},
                       {"type":"text","value":"Hello","language":"en"}]}}]})");
    REQUIRE(graph);
    const auto begun = enter(std::get<PlayNode>(graph->nodes.front().kind), scope);
    CHECK(begun.commands ==
          Commands{Play{0, {PromptId{"chime"}, SpokenText{"Hello", Language::en}}}});
}
