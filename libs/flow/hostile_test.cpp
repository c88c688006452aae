#include "flow/document.hpp"
#include "flow/validate.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

// What is sent to harm: each a clear refusal, and no more memory than the text deserves.

using namespace hatif::flow;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

/// `{"startNodeId":"dial","nodes":[a dial, more]}`.
std::string graph(const std::string& more) {
    return R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onAnswer":"it"}},)" +
           more + "]}";
}

std::string node(const std::string& type, const std::string& config, const std::string& outputs) {
    return fmt::format(R"({{"id":"it","type":"{}","config":{},"outputs":{}}})", type, config,
                       outputs);
}

/// "code path (node)" of each.
std::vector<std::string> told(const std::vector<Problem>& problems) {
    std::vector<std::string> all;
    for (const auto& it : problems) {
        all.push_back(it.code + ' ' + it.path + (it.node ? " (" + it.node->value() + ')' : ""));
    }
    return all;
}

using Told = std::vector<std::string>;

Told errors_of(const std::string& json) {
    return told(validate(json, {}).errors);
}

bool warns(const std::string& json, const std::string& what) {
    const auto all = told(validate(json, {}).warnings);
    return std::find(all.begin(), all.end(), what) != all.end();
}

std::string condition_within(std::size_t depth) {
    return R"({"condition":)" + repeated(R"({"not":)", depth) +
           R"({"left":1,"operator":"eq","right":1})" + repeated("}", depth) + "}";
}

std::string why(const std::string& json) {
    const auto found = validate(json, {});
    REQUIRE(found.errors.size() == 1);
    CHECK(found.errors[0].path.empty());
    return found.errors[0].code + ": " + found.errors[0].message;
}

} // namespace

TEST_CASE("ten thousand nodes are refused by one error", "[flow][hostile]") {
    std::string nodes;
    for (int i = 0; i < 10'000; ++i) {
        nodes += fmt::format(R"({{"id":"n{}","type":"hangup"}},)", i);
    }
    const auto all = errors_of(graph(nodes + R"({"id":"it","type":"hangup"})"));
    REQUIRE_FALSE(all.empty());
    CHECK(all.front() == "too_many_nodes /nodes");
    CHECK(all.size() <= 2);
    const auto refused = [](std::size_t count) { // in all
        const auto errors = errors_of(
            graph(repeated(R"({"type":"hangup"},)", count - 2) + R"({"id":"it","type":"hangup"})"));
        return std::find(errors.begin(), errors.end(), "too_many_nodes /nodes") != errors.end();
    };
    CHECK_FALSE(refused(1'000));
    CHECK(refused(1'001));
}

TEST_CASE("a text of more than a mebibyte is no graph", "[flow][hostile]") {
    CHECK(why(std::string(largest_document + 1, ' ')) ==
          "graph_too_large: a graph has at most 1048576 bytes");
    CHECK(why(std::string(largest_document, ' ')).starts_with("invalid_json"));
}

TEST_CASE("conditions nested too deeply are refused where they do", "[flow][hostile]") {
    CHECK(errors_of(graph(node("condition", condition_within(30), "{}"))) ==
          Told{"nested_too_deeply /nodes/1/config/condition" + repeated("/not", 20) + " (it)"});
    CHECK(errors_of(graph(node("condition", condition_within(19), "{}"))).empty());
}

TEST_CASE("ten thousand levels are refused before they are read", "[flow][hostile]") {
    CHECK(why(graph(node("condition", condition_within(10'000), "{}"))) ==
          "nested_too_deeply: objects and lists stand within each other at most 1000 deep");
    CHECK(why(repeated("[", 100'000) + repeated("]", 100'000)).starts_with("nested_too_deeply"));
    CHECK(why(repeated(R"({"a":)", 100'000) + "1" + repeated("}", 100'000))
              .starts_with("nested_too_deeply"));
    CHECK(why(repeated("[", 100'000)).starts_with("invalid_json"));
    const auto lists = [](std::size_t depth) {
        return why(repeated("[", depth) + repeated("]", depth));
    };
    CHECK(lists(deepest_document).starts_with("wrong_type"));
    CHECK(lists(deepest_document + 1).starts_with("nested_too_deeply"));
}

TEST_CASE("expressions nested too deeply, or too long, are refused", "[flow][hostile]") {
    const auto errors = [](const std::string& expression) {
        return errors_of(graph(
            node("set_variable",
                 R"({"variable":"x","value":{"expression":")" + expression + R"("}})", "{}")));
    };
    const Told refused{"bad_expression /nodes/1/config/value/expression (it)"};
    CHECK(errors(repeated("(", 10'000) + "1" + repeated(")", 10'000)) == refused);
    CHECK(errors(repeated("(", 400) + "1" + repeated(")", 400)) == refused);
    CHECK(errors(repeated("-", 500) + "1") == refused);
    CHECK(errors(repeated("(", 40) + "1" + repeated(")", 40)).empty());
}

TEST_CASE("what is no JSON is told in words", "[flow][hostile]") {
    CHECK(why("") == "invalid_json: the text is empty");
    CHECK(why("{\"a\":\"\xff\"}") == "invalid_json: the text is no UTF-8");
    CHECK(why(R"({"a":"\ud800"})").find("surrogate") != std::string::npos);
    CHECK(why(R"({"a":"\ud800\ud800"})").find("surrogate") != std::string::npos);
    CHECK(why("{\"a\":\"\n\"}").find("control character") != std::string::npos);
    CHECK(why(R"({"a":"b)").find("quote") != std::string::npos);
    CHECK(why(R"({"a":1e999})").find("number") != std::string::npos);
    CHECK(why(R"({"a":01})").find("number") != std::string::npos);
    CHECK(why(R"({"a" 1})").find("colon") != std::string::npos);
    CHECK(why(R"({"a":nul})").find("none of true, false and null") != std::string::npos);
}

TEST_CASE("numbers out of a member's range are refused, and read as the default",
          "[flow][hostile]") {
    for (const auto* number : {"-1", "0", "1e300", "-1e300", "18446744073709551615", "600001"}) {
        CAPTURE(number);
        CHECK(errors_of(
                  graph(node("record", fmt::format(R"({{"maxDuration":{}}})", number), "{}"))) ==
              Told{"out_of_range /nodes/1/config/maxDuration (it)"});
    }
    CHECK(errors_of(graph(node("record", R"({"maxDuration":1000.5})", "{}"))) ==
          Told{"wrong_type /nodes/1/config/maxDuration (it)"});
}

TEST_CASE("a member said twice is an error: readers would take either", "[flow][hostile]") {
    CHECK(errors_of(graph(node("hangup", R"({"reason":"a","reason":"b","reason":"c"})",
                               R"({"x":"it","x":"dial"})"))) ==
          Told{"duplicate_member /nodes/1/config/reason (it)",
               "duplicate_member /nodes/1/outputs/x (it)"});
    CHECK(errors_of(R"({"startNodeId":"a","startNodeId":"b","nodes":[]})").back() ==
          "duplicate_member /startNodeId");
    // Each name that stands twice, and no more of them than a reader takes in.
    CHECK(errors_of(graph(node("hangup", R"({"reason":"a","type":"b","reason":"c","type":"d"})",
                               "{}"))) == Told{"duplicate_member /nodes/1/config/reason (it)",
                                               "duplicate_member /nodes/1/config/type (it)"});
    std::string members = R"("reason":"x")";
    for (int i = 0; i < 300; ++i) members += fmt::format(R"(,"m{0}":1,"m{0}":1)", i);
    CHECK(errors_of(graph(node("hangup", '{' + members + '}', "{}"))).size() == 100);
}

TEST_CASE("names with path characters stand in pointers escaped, and mean nothing else",
          "[flow][hostile]") {
    const auto json =
        graph(R"({"id":"../../etc/~passwd","type":"hangup"},)" +
              node("play", R"({"audioItems":[{"type":"audioFile","audioId":"../../x"}]})",
                   R"({"a/b~c":"../../etc/~passwd","onComplete":"nowhere"})"));
    CHECK(errors_of(json) == Told{"unknown_target /nodes/2/outputs/onComplete (it)"});
    CHECK(warns(json, "unknown_output /nodes/2/outputs/a~1b~0c (it)"));
    CHECK(told(validate(json, {.audio = std::set<PromptId>{}}).errors).back() ==
          "unknown_audio /nodes/2/config/audioItems/0/audioId (it)");
}

TEST_CASE("outputs that a type does not have are warned of", "[flow][hostile]") {
    const auto audio = R"({"audioItems":[{"type":"audioFile","audioId":"a"}]})";
    struct Row {
        const char* type;
        std::string config;
        const char* output;
    };
    const std::vector<Row> rows{
        {"play", audio, "onTimeout"},
        {"dtmf", "{}", "onComplete"},
        {"record", "{}", "onSuccess"},
        {"transfer", R"({"to":"+212612345678"})", "onBusy"},
        {"condition", R"({"condition":{"left":1,"operator":"exists"}})", "onSuccess"},
        {"set_variable", R"({"variable":"x","value":1})", "onTrue"},
        {"hangup", "{}", "onSuccess"},
        {"say", R"({"text":"hello","language":"en"})", "onSuccess"},
        {"http_request", R"({"url":"https://example.org"})", "onTimeout"},
        {"opt_out", "{}", "onComplete"},
        {"split", R"({"branches":[{"name":"a","weight":1}]})", "b"},
        {"goto_flow", R"({"flowId":"0192f3a4-0000-7000-8000-000000000001"})", "onSuccess"},
    };
    for (const auto& [type, config, output] : rows) {
        CAPTURE(type);
        const auto json = graph(node(type, config, fmt::format(R"({{"{}":"it"}})", output)));
        CHECK(warns(json, fmt::format("unknown_output /nodes/1/outputs/{} (it)", output)));
    }
}

TEST_CASE("no more than a thousand errors are told, and that there are more", "[flow][hostile]") {
    std::string nodes;
    for (int i = 0; i < 900; ++i) {
        nodes +=
            fmt::format(R"({{"id":"n{}","type":"x","label":1,"outputs":{{"a":"b","c":"d"}}}},)", i);
    }
    const auto found = validate(graph(nodes + node("hangup", "{}", "{}")), {});
    REQUIRE(found.errors.size() == most_problems + 1);
    CHECK(found.errors.back().code == "more_problems");
}

TEST_CASE("a long list of play items, and a long condition, are refused as such",
          "[flow][hostile]") {
    const auto item = R"({"type":"audioFile","audioId":"a"},)";
    const auto list = "[" + repeated(item, 5'000) + R"({"type":"audioFile","audioId":"a"}])";
    CHECK(errors_of(graph(node("play", R"({"audioItems":)" + list + "}", "{}"))) ==
          Told{"too_many_items /nodes/1/config/audioItems (it)"});
    const auto comparison = R"({"left":1,"operator":"eq","right":1},)";
    const auto all = R"({"condition":{"or":[)" + repeated(comparison, 5'000) +
                     R"({"left":1,"operator":"exists"}]}})";
    const auto errors = errors_of(graph(node("condition", all, "{}")));
    REQUIRE(errors.size() == 1);
    CHECK(errors.front().starts_with("too_many_comparisons"));
}
