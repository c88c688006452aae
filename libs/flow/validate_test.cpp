#include "flow/references.hpp"
#include "flow/validate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

using namespace hatif::flow;

namespace {

/// `{"startNodeId":"dial","nodes":[…]}`.
std::string graph(const std::string& nodes) {
    return R"({"startNodeId":"dial","nodes":[)" + nodes + "]}";
}

const std::string dial_to_play = R"({"id":"dial","type":"dial","outputs":{"onAnswer":"play"}},)";

std::string play(const std::string& outputs) {
    return R"({"id":"play","type":"play","config":{"audioItems":[{"type":"audioFile","audioId":"a"}]},
               "outputs":)" +
           outputs + "}";
}

std::string set(const std::string& id, const std::string& next) {
    return R"({"id":")" + id + R"(","type":"set_variable","config":{"variable":"x","value":1},
               "outputs":{"onSuccess":")" +
           next + R"("}})";
}

bool has(const std::vector<Problem>& all,
         const std::string& code,
         const std::string& node,
         const std::string& path) {
    return std::any_of(all.begin(), all.end(), [&](const Problem& it) {
        return it.code == code && it.path == path &&
               (node.empty() ? !it.node : it.node == NodeId{node});
    });
}

Problems look(const std::string& nodes) {
    return validate(graph(nodes), {});
}

} // namespace

TEST_CASE("the flows of the transcripts have no errors", "[flow][validate]") {
    for (const auto* name : {"consent.json", "pin.json", "account.json", "code.json"}) {
        std::ifstream file{std::string{"../../tests/flows/"} + name};
        const std::string json{std::istreambuf_iterator<char>{file}, {}};
        CHECK(validate(json, {}).errors.empty());
    }
}

TEST_CASE("the first node must exist and be a dial", "[flow][validate]") {
    CHECK(has(validate(R"({"startNodeId":"x","nodes":[{"id":"dial","type":"dial"}]})", {}).errors,
              "unknown_start_node", "", "/startNodeId"));
    CHECK(
        has(validate(R"({"startNodeId":"end","nodes":[{"id":"end","type":"hangup"}]})", {}).errors,
            "first_node_not_dial", "end", "/startNodeId"));
}

TEST_CASE("every output must lead to a node", "[flow][validate]") {
    CHECK(has(look(R"({"id":"dial","type":"dial","outputs":{"onAnswer":"gone"}})").errors,
              "unknown_target", "dial", "/nodes/0/outputs/onAnswer"));
}

TEST_CASE("nothing leads back to the dial, and there is only one", "[flow][validate]") {
    CHECK(has(look(dial_to_play + play(R"({"onComplete":"dial"})")).errors, "leads_back_to_dial",
              "play", "/nodes/1/outputs/onComplete"));
    CHECK(has(
        look(dial_to_play + play(R"({"onComplete":"again"})") + R"(,{"id":"again","type":"dial"})")
            .errors,
        "dial_not_first", "again", "/nodes/2/type"));
}

TEST_CASE("before an answer nothing can be played or asked", "[flow][validate]") {
    for (const auto* output : {"onBusy", "onNoAnswer", "onRejected", "onError", "default"}) {
        CAPTURE(output);
        const auto found = look(R"({"id":"dial","type":"dial","outputs":{")" + std::string{output} +
                                R"(":"set"}},)" + set("set", "play") + "," + play("{}"));
        CHECK(has(found.errors, "not_before_answer", "play", "/nodes/2/type"));
    }
    CHECK(look(R"({"id":"dial","type":"dial","outputs":{"onVoicemail":"play"}},)" + play("{}"))
              .errors.empty());
}

TEST_CASE("a cycle that never waits is refused, one that plays is not", "[flow][validate]") {
    const auto endless = look(R"({"id":"dial","type":"dial","outputs":{"onAnswer":"a"}},)" +
                              set("a", "b") + "," + set("b", "a"));
    CHECK(has(endless.errors, "cycle_without_wait", "a", "/nodes/1"));
    CHECK(has(endless.errors, "cycle_without_wait", "b", "/nodes/2"));
    CHECK(look(dial_to_play + play(R"({"onComplete":"play"})")).errors.empty());
}

TEST_CASE("audio that is not there is named", "[flow][validate]") {
    const auto json = graph(dial_to_play + play("{}"));
    CHECK(has(validate(json, {.audio = std::set<PromptId>{}}).errors, "unknown_audio", "play",
              "/nodes/1/config/audioItems/0/audioId"));
    CHECK(validate(json, {.audio = std::set{PromptId{"a"}}}).errors.empty());
    CHECK(references_of(read_draft(json).graph).audio_ids == std::set{PromptId{"a"}});
}

TEST_CASE("an output without a way on and without default is warned of", "[flow][validate]") {
    CHECK(has(look(dial_to_play + play("{}")).warnings, "output_without_way_on", "play",
              "/nodes/1/outputs/onComplete"));
    CHECK_FALSE(has(look(dial_to_play + play(R"({"default":"play"})")).warnings,
                    "output_without_way_on", "play", "/nodes/1/outputs/onComplete"));
}

TEST_CASE("an output that the node never takes is warned of", "[flow][validate]") {
    CHECK(has(look(dial_to_play + play(R"({"onSuccess":"play"})")).warnings, "unknown_output",
              "play", "/nodes/1/outputs/onSuccess"));
}

TEST_CASE("a node that no way leads to is warned of", "[flow][validate]") {
    CHECK(has(look(R"({"id":"dial","type":"dial"},)" + play("{}")).warnings, "unreachable_node",
              "play", "/nodes/1"));
}

TEST_CASE("a variable read before any way sets it is warned of", "[flow][validate]") {
    const std::string read =
        R"({"id":"read","type":"set_variable",
            "config":{"variable":"y","value":{"source":"variable","variableName":"x"}}})";
    const std::string to_read = R"({"id":"dial","type":"dial","outputs":{"onAnswer":"read"}},)";
    const std::string to_set = R"({"id":"dial","type":"dial","outputs":{"onAnswer":"set"}},)";
    CHECK(has(look(to_read + read).warnings, "variable_read_before_set", "read",
              "/nodes/1/config/value"));
    CHECK_FALSE(has(look(to_set + read + "," + set("set", "read")).warnings,
                    "variable_read_before_set", "read", "/nodes/1/config/value"));
}

TEST_CASE("a flow for calls that come begins with an answer, and has no second",
          "[flow][validate]") {
    const auto at = [](const std::string& rest) {
        return validate(R"({"startNodeId":"in","nodes":[{"id":"in","type":"answer",)" + rest + "]}",
                        {});
    };
    CHECK(at(R"("outputs":{"onSuccess":"end","onError":"end"}},{"id":"end","type":"hangup"})")
              .errors.empty());
    CHECK(has(at(R"("outputs":{"onSuccess":"it"}},
                    {"id":"it","type":"record","outputs":{"onComplete":"in"}})")
                  .errors,
              "leads_back_to_answer", "it", "/nodes/1/outputs/onComplete"));
    CHECK(has(at(R"("outputs":{"onSuccess":"it"}},{"id":"it","type":"answer"})").errors,
              "answer_not_first", "it", "/nodes/1/type"));
    CHECK(has(at(R"("outputs":{"onSuccess":"it"}},{"id":"it","type":"dial"})").errors,
              "dial_not_first", "it", "/nodes/1/type"));
}

TEST_CASE("nothing is recorded or handed over before an answer", "[flow][validate]") {
    for (const auto* config :
         {R"("type":"record")", R"("type":"transfer","config":{"to":"+212612345678"})"}) {
        CAPTURE(config);
        const std::string node = std::string{R"({"id":"it",)"} + config + "}]}";
        CHECK(has(validate(R"({"startNodeId":"in","nodes":[{"id":"in","type":"answer",
                               "outputs":{"onSuccess":"it","onError":"it"}},)" +
                               node,
                           {})
                      .errors,
                  "not_before_answer", "it", "/nodes/1/type"));
        CHECK(has(validate(R"({"startNodeId":"in","nodes":[{"id":"in","type":"dial",
                               "outputs":{"onBusy":"it"}},)" +
                               node,
                           {})
                      .errors,
                  "not_before_answer", "it", "/nodes/1/type"));
    }
}
