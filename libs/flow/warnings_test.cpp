#include "flow/references.hpp"
#include "flow/validate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

// What validation says of what is read and said. The ways between nodes: validate_test.cpp.

using namespace hatif::flow;

namespace {

/// A dial, and this node behind its answer.
std::string answered_by(const std::string& node) {
    return R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","outputs":{"onAnswer":"it"}},)"
           R"({"id":"it",)" +
           node + "}]}";
}

std::string says(const std::string& item) {
    return answered_by(R"("type":"play","config":{"audioItems":[)" + item + "]}");
}

bool has(const std::vector<Problem>& all, const std::string& code, const std::string& path) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Problem& it) { return it.code == code && it.path == path; });
}

bool has(const std::vector<Problem>& all, const std::string& code) {
    return std::any_of(all.begin(), all.end(), [&](const Problem& it) { return it.code == code; });
}

const std::string item = "/nodes/1/config/audioItems/0";

Known with(KnownDictionary dictionary) {
    return {.dictionaries = std::map{std::pair{DictionaryId{"d"}, std::move(dictionary)}}};
}

const std::string number =
    R"({"type":"number","value":21,"mode":"full","language":"fr","dictionaryId":"d"})";

} // namespace

TEST_CASE("a graph names its audio, its dictionaries and its attributes", "[flow][validate]") {
    const auto draft = read_draft(answered_by(R"("type":"dtmf","config":{
        "prompt":[{"type":"audioFile","audioId":"a","audioIds":{"fr":"b"}},
                  {"type":"number","value":{"expression":"attribute.x + 1"},"language":"contact",
                   "dictionaryId":"d","dictionaryIds":{"ar":"e"}}],
        "invalidPrompt":[{"type":"word","value":{"source":"customAttribute","attributeName":"y"},
                          "language":"fr"}]})"));
    CHECK(references_of(draft.graph) == References{{PromptId{"a"}, PromptId{"b"}},
                                                   {DictionaryId{"d"}, DictionaryId{"e"}},
                                                   {"x", "y"}});
}

TEST_CASE("dictionaries and attributes that are not there are named", "[flow][validate]") {
    CHECK(has(
        validate(says(number), {.dictionaries = std::map<DictionaryId, KnownDictionary>{}}).errors,
        "unknown_dictionary", item + "/dictionaryId"));
    const auto reads = answered_by(
        R"("type":"set_variable","config":{"variable":"v",
            "value":{"source":"customAttribute","attributeName":"y"}})");
    CHECK(has(validate(reads, {.attributes = std::set<std::string>{}}).errors, "unknown_attribute",
              "/nodes/1/config"));
    CHECK(validate(reads, {.attributes = std::set<std::string>{"y"}}).errors.empty());
    CHECK(validate(reads, {}).errors.empty());
}

TEST_CASE("words that are recorded nowhere are warned of", "[flow][validate]") {
    const auto word = [](const std::string& key) {
        return says(R"({"type":"word","key":")" + key + R"(","language":"fr","dictionaryId":"d"})");
    };
    CHECK(has(validate(word("bonjour"), with({"fr", {}})).warnings, "language_cannot_say_item",
              item));
    CHECK_FALSE(has(validate(word("bonjour"), with({"fr", {"bonjour"}})).warnings,
                    "language_cannot_say_item"));
    CHECK(has(validate(says(number), with({"ar", {"20", "and", "1"}})).warnings,
              "language_cannot_say_item", item));
}

TEST_CASE("what a dictionary lacks, and what has none, the built-in one says", "[flow][validate]") {
    CHECK_FALSE(has(validate(says(number), with({"fr", {}})).warnings, "language_cannot_say_item"));
    CHECK_FALSE(
        has(validate(says(R"({"type":"number","value":1,"language":"fr","dictionaryId":null})"), {})
                .warnings,
            "language_cannot_say_item"));
    CHECK_FALSE(has(validate(says(R"({"type":"word","key":"20","language":"fr",
                                      "dictionaryId":"d"})"),
                             with({"fr", {}}))
                        .warnings,
                    "language_cannot_say_item"));
}

TEST_CASE("a text to be spoken that is empty or too long is an error", "[flow][validate]") {
    const auto say = [](const std::string& text) {
        return answered_by(R"("type":"say","config":{"language":"fr","text":")" + text + R"("})");
    };
    CHECK(has(validate(say(""), {}).errors, "value_missing", "/nodes/1/config/text"));
    CHECK(has(validate(say(std::string(2'001, 'a')), {}).errors, "too_much_to_say",
              "/nodes/1/config/text"));
    CHECK(validate(say("Bonjour"), {}).errors.empty());
    CHECK_FALSE(has(validate(say("Bonjour"), {}).warnings, "no_identifying_greeting"));
}

TEST_CASE("an opt_out node lets people opt out", "[flow][validate]") {
    const auto out = answered_by(R"("type":"opt_out","config":{})");
    CHECK_FALSE(has(validate(out, {}).warnings, "no_opt_out"));
}

TEST_CASE("a value written in the graph that can never be said is an error", "[flow][validate]") {
    CHECK(has(validate(says(R"({"type":"date","value":"soon","language":"fr"})"), {}).errors,
              "not_a_date", item + "/value"));
    CHECK(has(validate(says(R"({"type":"number","value":"x","language":"fr"})"), {}).errors,
              "not_a_number", item + "/value"));
    CHECK(has(validate(says(R"({"type":"word","value":"","language":"fr"})"), {}).errors,
              "value_missing", item));
}

TEST_CASE("branches that would tell a secret are warned of", "[flow][validate]") {
    const auto asks =
        answered_by(R"("type":"dtmf","config":{"secret":true},"outputs":{"branches":{"1":"it"}})");
    CHECK(has(validate(asks, {}).warnings, "branch_tells_secret", "/nodes/1/outputs/branches/1"));
}

TEST_CASE("a variable read in a condition or an item before any way sets it is warned of",
          "[flow][validate]") {
    const auto asks = answered_by(R"("type":"condition","config":{"condition":{
        "left":{"source":"variable","variableName":"x"},"operator":"eq","right":1}})");
    CHECK(has(validate(asks, {}).warnings, "variable_read_before_set", "/nodes/1/config"));
}

TEST_CASE("a call that does not say who calls, or lets nobody opt out, is warned of",
          "[flow][validate]") {
    const auto plays = says(R"({"type":"audioFile","audioId":"a"})");
    CHECK_FALSE(has(validate(plays, {}).warnings, "no_identifying_greeting"));
    CHECK(has(validate(plays, {}).warnings, "no_opt_out", "/nodes/0"));
    const auto listens = answered_by(R"("type":"dtmf","config":{})");
    CHECK(has(validate(listens, {}).warnings, "no_identifying_greeting",
              "/nodes/0/outputs/onAnswer"));
    CHECK_FALSE(has(validate(listens, {}).warnings, "no_opt_out"));
    CHECK(has(
        validate(R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial"}]})", {}).warnings,
        "no_identifying_greeting"));
}
