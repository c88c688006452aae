#include "flow/read_graph.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;
using namespace std::chrono_literals;
using hatif::speech::Language;

namespace {

/// A graph of one node, of this type and config.
std::string one(const std::string& type, const std::string& config) {
    return R"({"startNodeId":"it","nodes":[{"id":"it","type":")" + type + R"(","config":)" +
           config + "}]}";
}

template <class NodeKind>
NodeKind read_as(const std::string& type, const std::string& config) {
    const auto graph = read_graph(one(type, config));
    REQUIRE(graph);
    return std::get<NodeKind>(graph->nodes.front().kind);
}

std::vector<std::string> errors_of(const std::string& type, const std::string& config) {
    std::vector<std::string> all;
    for (const auto& it : read_draft(one(type, config)).problems.errors) {
        all.push_back(it.code + ' ' + it.path.substr(std::string{"/nodes/0/config"}.size()));
    }
    return all;
}

using Errors = std::vector<std::string>;

Errors item_errors(const std::string& item) {
    return errors_of("play", R"({"audioItems":[)" + item + "]}");
}

Errors condition_errors(const std::string& condition) {
    return errors_of("condition", R"({"condition":)" + condition + "}");
}

} // namespace

TEST_CASE("several digits are read with their defaults", "[flow][read]") {
    CHECK(read_as<DtmfNode>("dtmf", R"({"mode":"multi_digit"})").several == MultiDigit{});
    CHECK(read_as<DtmfNode>("dtmf", R"({"mode":"multi_digit","multiDigitConfig":
              {"minDigits":4,"maxDigits":6,"terminator":"*","interDigitTimeout":1500}})")
              .several == MultiDigit{4, 6, '*', 1500ms});
    CHECK(
        read_as<DtmfNode>("dtmf", R"({"mode":"multi_digit","multiDigitConfig":{"terminator":""}})")
            .several->terminator == std::nullopt);
    CHECK(errors_of("dtmf", R"({"multiDigitConfig":{"minDigits":5,"maxDigits":4}})") ==
          Errors{"out_of_range /multiDigitConfig/maxDigits"});
    CHECK(errors_of("dtmf", R"({"multiDigitConfig":{"terminator":"##"}})") ==
          Errors{"wrong_type /multiDigitConfig/terminator"});
}

TEST_CASE("play items of every type are read", "[flow][read]") {
    const auto node = read_as<PlayNode>("play", R"({"audioItems":[
        {"type":"audioFile","audioIds":{"ar":"a","fr":"f","en":null}},
        {"type":"number","value":{"source":"variable","variableName":"n"},"mode":"currency",
         "language":"ar","dictionaryId":"d"},
        {"type":"date","value":"2025-01-15","mode":"time","language":"contact","dictionaryId":null,
         "dictionaryIds":{"fr":"d"}},
        {"type":"word","key":"hello","language":"fr","dictionaryId":"d"},
        {"type":"word","value":{"expression":"'a' & 'b'"},"language":"en"}]})");
    REQUIRE(node.items.size() == 5);
    CHECK(node.items[0] ==
          PlayItem{AudioItem{PromptId{""},
                             {{Language::ar, PromptId{"a"}}, {Language::fr, PromptId{"f"}}}}});
    CHECK(node.items[1] == PlayItem{NumberItem{ValueSource{ValueSource::Kind::variable, "n"},
                                               hatif::speech::NumberMode::currency,
                                               {Language::ar, DictionaryId{"d"}}}});
    CHECK(std::get<DateItem>(node.items[2]).voice ==
          Voice{{}, {}, {{Language::fr, DictionaryId{"d"}}}});
    CHECK(std::get<WordItem>(node.items[3]).value == Operand{Value{std::string{"hello"}}});
    CHECK(std::holds_alternative<Expression>(std::get<WordItem>(node.items[4]).value));
}

TEST_CASE("what is wrong in a play item is named by its place", "[flow][read]") {
    CHECK(item_errors(R"({"type":"number","value":1})") ==
          Errors{"missing_member /audioItems/0/language"});
    CHECK(item_errors(R"({"type":"number","value":1,"language":"es"})") ==
          Errors{"unknown_value /audioItems/0/language"});
    CHECK(item_errors(R"({"type":"date","value":"x","mode":"year","language":"fr"})") ==
          Errors{"unknown_value /audioItems/0/mode"});
    CHECK(item_errors(R"({"type":"word","language":"fr"})") ==
          Errors{"missing_member /audioItems/0/value"});
    CHECK(item_errors(R"({"type":"audioFile","audioIds":{}})") ==
          Errors{"missing_member /audioItems/0/audioId"});
    CHECK(item_errors("7") == Errors{"wrong_type /audioItems/0"});
}

TEST_CASE("conditions nest", "[flow][read]") {
    const auto node = read_as<ConditionNode>("condition", R"({"condition":{"and":[
        {"left":{"source":"system","name":"sys.attemptNumber"},"operator":"gte","right":2},
        {"not":{"left":{"source":"variable","variableName":"x"},"operator":"exists"}},
        {"or":[{"left":1,"operator":"eq","right":null}]}]}})");
    const auto& parts = node.condition.parts;
    REQUIRE(parts.size() == 3);
    CHECK(parts[0].by == Operator::gte);
    CHECK(parts[0].right == Operand{Value{2.0}});
    CHECK(parts[1].kind == Condition::Kind::none);
    CHECK(parts[2].parts.at(0).right == Operand{Value{}});
    CHECK(sources_of(node.condition).size() == 2);
}

TEST_CASE("what is wrong in a condition is named by its place", "[flow][read]") {
    CHECK(errors_of("condition", "{}") == Errors{"missing_member /condition"});
    CHECK(condition_errors("{}") ==
          Errors{"missing_member /condition/left", "missing_member /condition/operator"});
    CHECK(condition_errors(R"({"left":1,"operator":"is","right":1})") ==
          Errors{"unknown_value /condition/operator"});
    CHECK(condition_errors(R"({"left":1,"operator":"eq"})") ==
          Errors{"missing_member /condition/right"});
    CHECK(condition_errors(R"({"and":[]})") == Errors{"missing_member /condition/and"});
    CHECK(condition_errors(R"({"or":[{"left":1,"operator":"exists"},3]})") ==
          Errors{"wrong_type /condition/or/1"});
    std::string deep = R"({"left":1,"operator":"exists"})";
    for (int i = 0; i < deepest_condition; ++i) deep = R"({"not":)" + deep + "}";
    CHECK(condition_errors(deep).at(0).starts_with("nested_too_deeply /condition/not/not"));
    std::string wide;
    for (int i = 0; i <= largest_condition; ++i) {
        wide += (i == 0 ? "" : ",") + std::string{R"({"left":1,"operator":"exists"})"};
    }
    CHECK(condition_errors(R"({"or":[)" + wide + "]}") ==
          Errors{"too_many_comparisons /condition/or/200"});
}
