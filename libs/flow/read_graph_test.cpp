#include "flow/read_graph.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;
using namespace std::chrono_literals;

namespace {

/// A graph of one node, of this type and config.
std::string
one(const std::string& type, const std::string& config, const std::string& outputs = "{}") {
    return R"({"startNodeId":"it","nodes":[{"id":"it","type":")" + type + R"(","config":)" +
           config + R"(,"outputs":)" + outputs + "}]}";
}

template <class NodeKind>
NodeKind read_as(const std::string& type, const std::string& config) {
    const auto graph = read_graph(one(type, config));
    REQUIRE(graph);
    return std::get<NodeKind>(graph->nodes.front().kind);
}

/// "code path" of every error.
std::vector<std::string> errors_of(const std::string& json) {
    std::vector<std::string> all;
    for (const auto& it : read_draft(json).problems.errors) all.push_back(it.code + ' ' + it.path);
    return all;
}

using Errors = std::vector<std::string>;

} // namespace

TEST_CASE("each kind of node is read with its defaults", "[flow][read]") {
    CHECK(read_as<DialNode>("dial", "{}") == DialNode{30s, true, false});
    CHECK(read_as<DialNode>("dial", R"({"timeout":20000,"enableAMD":false,"amdMode":"wait"})") ==
          DialNode{20s, false, true});
    CHECK(read_as<DtmfNode>("dtmf", "{}") == DtmfNode{});
    CHECK(read_as<PlayNode>("play", R"({"audioItems":[{"type":"audioFile","audioId":"a"}]})") ==
          PlayNode{recordings({PromptId{"a"}})});
    CHECK(read_as<HangupNode>("hangup", R"({"outcome":"busy","reason":"r"})") ==
          HangupNode{"r", "normal", Outcome::busy});
}

TEST_CASE("a dtmf node is read whole", "[flow][read]") {
    const auto node = read_as<DtmfNode>(
        "dtmf", R"({"mode":"single_digit","variable":"v","timeout":3000.0,"secret":true,
                    "singleDigitConfig":{"allowedDigits":["1","2"]},"retry":{"maxRetries":2},
                    "prompt":[{"type":"audioFile","audioId":"p"}],"invalidPrompt":null})");
    CHECK(node == DtmfNode{recordings({PromptId{"p"}}), {}, "12", {}, 3s, 2, "v", true});
}

TEST_CASE("a value is a literal or a source", "[flow][read]") {
    const auto value = [](const std::string& json) {
        return read_as<SetVariableNode>("set_variable", R"({"variable":"x","value":)" + json + "}")
            .value;
    };
    CHECK(value("1") == Operand{Value{1.0}});
    CHECK(value("null") == Operand{Value{}});
    CHECK(value(R"("oui")") == Operand{Value{std::string{"oui"}}});
    CHECK(value(R"({"source":"variable","variableName":"v"})") ==
          Operand{ValueSource{ValueSource::Kind::variable, "v"}});
    CHECK(value(R"({"source":"contactField","field":"phone"})") ==
          Operand{ValueSource{ValueSource::Kind::contact_field, "primaryPhone"}});
    CHECK(value(R"({"source":"customAttribute","attributeName":"a"})") ==
          Operand{ValueSource{ValueSource::Kind::custom_attribute, "a"}});
    CHECK(value(R"({"source":"system","name":"sys.callId"})") ==
          Operand{ValueSource{ValueSource::Kind::system, "sys.callId"}});
}

TEST_CASE("branches are outputs by their digit, and null leads nowhere", "[flow][read]") {
    const auto graph = read_graph(
        one("dtmf", "{}", R"({"branches":{"1":"it"},"onTimeout":"it","onInvalid":null})"));
    REQUIRE(graph);
    const auto& outputs = graph->nodes.front().outputs;
    CHECK(outputs.size() == 2);
    CHECK(outputs.at(Output{"1"}) == Edge{NodeId{"it"}, "/nodes/0/outputs/branches/1"});
}

TEST_CASE("what is wrong in a config is named by its place", "[flow][read]") {
    // clang-format off
    CHECK(errors_of(one("dial", R"({"timeout":"long"})")) == Errors{"wrong_type /nodes/0/config/timeout"});
    CHECK(errors_of(one("dial", R"({"timeout":0})")) == Errors{"out_of_range /nodes/0/config/timeout"});
    CHECK(errors_of(one("dial", R"({"timeout":1.5})")) == Errors{"wrong_type /nodes/0/config/timeout"});
    CHECK(errors_of(one("dial", R"({"timeout":1e300})")) == Errors{"out_of_range /nodes/0/config/timeout"});
    CHECK(errors_of(one("dial", R"({"amdMode":"maybe"})")) == Errors{"unknown_value /nodes/0/config/amdMode"});
    CHECK(errors_of(one("play", "{}")) == Errors{"missing_member /nodes/0/config/audioItems"});
    CHECK(errors_of(one("play", R"({"audioItems":[{"type":"audioFile"}]})")) == Errors{"missing_member /nodes/0/config/audioItems/0/audioId"});
    CHECK(errors_of(one("play", R"({"audioItems":[{"type":"song","value":1}]})")) == Errors{"unknown_value /nodes/0/config/audioItems/0/type"});
    CHECK(errors_of(one("dtmf", R"({"mode":"many"})")) == Errors{"unknown_value /nodes/0/config/mode"});
    CHECK(errors_of(one("dtmf", R"({"singleDigitConfig":{"allowedDigits":"1x"}})")) == Errors{"wrong_type /nodes/0/config/singleDigitConfig/allowedDigits"});
    CHECK(errors_of(one("dtmf", R"({"retry":{"maxRetries":-1}})")) == Errors{"out_of_range /nodes/0/config/retry/maxRetries"});
    CHECK(errors_of(one("set_variable", R"({"variable":"x"})")) == Errors{"missing_member /nodes/0/config/value"});
    CHECK(errors_of(one("set_variable", R"({"variable":"x","value":{"source":"contactField","field":"shoe"}})")) == Errors{"unknown_value /nodes/0/config/value/field"});
    CHECK(errors_of(one("set_variable", R"({"variable":"x","value":{"expression":"1+"}})")) == Errors{"bad_expression /nodes/0/config/value/expression"});
    CHECK(errors_of(one("hangup", R"({"outcome":"great"})")) == Errors{"unknown_value /nodes/0/config/outcome"});
    CHECK(errors_of(one("teleport", "{}")) == Errors{"unknown_node_type /nodes/0/type"});
    CHECK(errors_of(one("dial", "[]")) == Errors{"wrong_type /nodes/0/config"});
    CHECK(errors_of(one("dial", "{}", R"({"onAnswer":7})")) == Errors{"wrong_type /nodes/0/outputs/onAnswer"});
    CHECK(errors_of("[]") == Errors{"wrong_type "});
    CHECK(errors_of("{") == Errors{"invalid_json "});
    CHECK(errors_of("{}") == Errors{"missing_member /startNodeId", "missing_member /nodes"});
    // clang-format on
}

TEST_CASE("the texts that are told of a call have a bound", "[flow][read]") {
    const auto id = [](std::size_t length) {
        const std::string it(length, 'n');
        return R"({"startNodeId":")" + it + R"(","nodes":[{"id":")" + it + R"(","type":"dial"}]})";
    };
    CHECK(errors_of(id(128)).empty());
    CHECK(errors_of(id(129)) == Errors{"out_of_range /startNodeId", "out_of_range /nodes/0/id"});
    const auto label = [](std::size_t length) {
        return R"({"startNodeId":"it","nodes":[{"id":"it","type":"dial","label":")" +
               std::string(length, 'l') + R"("}]})";
    };
    CHECK(errors_of(label(255)).empty());
    CHECK(errors_of(label(256)) == Errors{"out_of_range /nodes/0/label"});
    const auto text = [](const char* type, std::string config, std::size_t length) {
        return errors_of(one(type, config.replace(config.find('?'), 1, length, 't')));
    };
    CHECK(text("hangup", R"({"reason":"?"})", 255).empty());
    CHECK(text("hangup", R"({"reason":"?"})", 256) ==
          Errors{"out_of_range /nodes/0/config/reason"});
    CHECK(text("dtmf", R"({"variable":"?"})", 64).empty());
    CHECK(text("dtmf", R"({"variable":"?"})", 65) ==
          Errors{"out_of_range /nodes/0/config/variable"});
    CHECK(text("set_variable", R"({"variable":"?","value":1})", 65) ==
          Errors{"out_of_range /nodes/0/config/variable"});
    const std::string read = R"({"variable":"x","value":{"source":"variable","variableName":"?"}})";
    CHECK(text("set_variable", read, 65) ==
          Errors{"out_of_range /nodes/0/config/value/variableName"});
}

TEST_CASE("no text of a graph holds a NUL", "[flow][read]") {
    CHECK(errors_of(one("hangup", R"({"reason":"a\u0000"})")) ==
          Errors{"out_of_range /nodes/0/config/reason"});
    CHECK(errors_of(one("dtmf", "{}", R"({"branches":{"\u0000":"it"}})")) ==
          Errors{"out_of_range /nodes/0/outputs/branches"});
    CHECK(errors_of(one("hangup", R"({"reason":"\\u0000"})")).empty()); // a backslash, and "u0000"
}

TEST_CASE("a node has at most a hundred outputs", "[flow][read]") {
    const auto outputs = [](int count) {
        std::string all;
        for (int i = 0; i < count; ++i) {
            all += (i == 0 ? "\"" : ",\"") + std::to_string(1'000 + i) + R"(":"it")";
        }
        return R"({"onTimeout":"it","branches":{)" + all + "}}";
    };
    const std::string config = R"({"mode":"multi_digit"})";
    CHECK(errors_of(one("dtmf", config, outputs(99))).empty());
    CHECK(errors_of(one("dtmf", config, outputs(100))) ==
          Errors{"too_many_outputs /nodes/0/outputs/branches"});
}

TEST_CASE("all errors come at once", "[flow][read]") {
    CHECK(
        errors_of(R"({"startNodeId":"a","nodes":[{"id":"a","type":"dial","config":{"timeout":true}},
                       {"id":"a","type":"play"},7]})") ==
        Errors{"wrong_type /nodes/0/config/timeout", "missing_member /nodes/1/config/audioItems",
               "duplicate_node_id /nodes/1/id", "wrong_type /nodes/2"});
}

TEST_CASE("a refusal names node and pointer", "[flow][read]") {
    const auto refused = read_graph(one("dial", R"({"timeout":0})"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().reason == "FLOW_INVALID");
    CHECK(refused.error().what.find("(node it)") != std::string::npos);
    CHECK(refused.error().fields.at(0).path == "/nodes/0/config/timeout");
}

TEST_CASE("a member that nothing reads is warned of", "[flow][read]") {
    const auto draft = read_draft(one("dial", R"({"timout":5000})"));
    REQUIRE(draft.problems.warnings.size() == 1);
    CHECK(draft.problems.warnings[0].path == "/nodes/0/config/timout");
}
