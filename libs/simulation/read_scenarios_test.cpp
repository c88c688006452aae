#include "simulation/read_scenarios.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif;
using namespace hatif::simulation;
using namespace std::chrono_literals;

namespace {

/// "script[0].dtmf": the places of all that is wrong.
template <class T>
std::string wrong(const base::Result<T>& read) {
    if (read) return "";
    CHECK(read.error().reason == "VALIDATION");
    std::string all;
    for (const auto& field : read.error().fields) all += (all.empty() ? "" : " ") + field.path;
    return all;
}

} // namespace

TEST_CASE("a step is a word, or an object with one word and when it comes",
          "[simulation][script]") {
    const auto steps = read_script(
        R"(["answer", {"dtmf": "12#", "after": 300, "every": 50}, {"silence": 4000}, "silence",
            {"machine": true, "beep": false, "beepAfter": 10}, {"hangup": true, "in": "greet"},
            {"transfer": false}, {"ringing": 183}])");
    REQUIRE(steps);
    const ScriptSteps expected{
        {.act = Act::answer},
        {.act = Act::keys, .after = 300ms, .keys = "12#", .every = 50ms},
        {.act = Act::silence, .length = 4'000ms},
        {.act = Act::silence},
        {.act = Act::machine, .beep = false, .beep_after = 10ms},
        {.act = Act::hangup, .in = "greet"},
        {.act = Act::transfer, .code = 603},
        {.act = Act::ringing, .code = 183},
    };
    CHECK(*steps == expected);
}

TEST_CASE("a server's answer is a status with a body, or a fault", "[simulation][script]") {
    const auto steps = read_script(R"([{"http": 200, "body": {"a": [1, "x"]}, "in": "get"},
        {"http": "request_timeout", "after": 100}, {"body": 5, "http": 404}])");
    REQUIRE(steps);
    const ScriptSteps expected{
        {.act = Act::http, .in = "get", .code = 200, .body = R"({"a":[1,"x"]})"},
        {.act = Act::http, .after = 100ms, .fault = "request_timeout"},
        {.act = Act::http, .code = 404, .body = "5"},
    };
    CHECK(*steps == expected);
    CHECK(wrong(read_script(R"(["http", {"http": 99}, {"http": "gone"}, {"http": true}])")) ==
          "script[0] script[1].http script[2].http script[3].http");
    CHECK(wrong(read_script(R"([{"http": "request_failed", "body": 1}, {"answer": true,
        "body": 1}])")) == "script[0].body script[1].body");
}

TEST_CASE("all that is wrong in a script is named with its place", "[simulation][script]") {
    CHECK(wrong(read_script("")) == "script");
    CHECK(wrong(read_script("{}")) == "script");
    CHECK(wrong(read_script(R"(["dance", "dtmf", 7, {}])")) ==
          "script[0] script[1] script[2] script[3]");
    CHECK(wrong(read_script(R"([{"dtmf": "x"}, {"dtmf": 1}, {"answer": false}])")) ==
          "script[0].dtmf script[1].dtmf script[2].answer");
    CHECK(wrong(read_script(R"([{"answer": true, "busy": true}, {"answer": true, "every": 1}])")) ==
          "script[0] script[1].every");
    CHECK(wrong(read_script(R"([{"answer": true, "after": -1}, {"failed": 200}])")) ==
          "script[0].after script[1].failed");
}

TEST_CASE("scripts and lists of scenarios are bounded", "[simulation][script]") {
    const auto list = [](std::size_t count, const std::string& item) {
        std::string all = "[";
        for (std::size_t i = 0; i < count; ++i) all += (i == 0 ? "" : ",") + item;
        return all + "]";
    };
    CHECK(read_script(list(most_steps, R"("silence")")));
    CHECK(wrong(read_script(list(most_steps + 1, R"("silence")"))) == "script");
    CHECK(read_scenarios(list(most_scenarios, "[]")));
    CHECK(wrong(read_scenarios(list(most_scenarios + 1, "[]"))) == "scenarios");
    CHECK(wrong(read_scenarios("[]")) == "scenarios");
}

TEST_CASE("scenarios have names, or none", "[simulation][script]") {
    const auto all = read_scenarios(R"([{"name": "busy", "script": ["busy"]}, ["answer"]])");
    REQUIRE(all);
    CHECK((*all)[0] == Scenario{"busy", {{.act = Act::busy}}});
    CHECK((*all)[1] == Scenario{"", {{.act = Act::answer}}});
    CHECK(wrong(read_scenarios(R"([{"name": 1, "script": []}, {}, 5, {"script": [1], "x": 0}])")) ==
          "scenarios[0].name scenarios[1].script scenarios[2] scenarios[3].script[0] "
          "scenarios[3].x");
}

TEST_CASE("variables and contacts are plain values by their names", "[simulation][script]") {
    const auto variables = read_variables(R"({"a": 1, "b": "x", "c": null, "d": true})", "v");
    REQUIRE(variables);
    CHECK(flow::shown(*variables) == R"({"a":1,"b":"x","c":null,"d":true})");
    CHECK(wrong(read_variables(R"({"a": [1]})", "initialVariables")) == "initialVariables.a");
    const auto contact = read_contact(
        R"({"fields": {"firstName": "Zineb", "phone": "+212612345678"},
            "customAttributes": {"balance": 81.5}})");
    REQUIRE(contact);
    CHECK(contact->fields.at("primaryPhone") == flow::Value{std::string{"+212612345678"}});
    CHECK(contact->attributes.at("balance") == flow::Value{81.5});
    CHECK(wrong(read_contact(R"({"fields": {"shoeSize": 42}, "x": 1})")) ==
          "contact.fields.shoeSize contact.x");
}

TEST_CASE("any text is read or refused, never worse", "[simulation][script][fuzz]") {
    std::mt19937 random{77};
    const std::string seed =
        R"([{"dtmf":"12#","after":300},{"machine":true,"beep":false},"answer",{"silence":1e3}])";
    for (int i = 0; i < 20'000; ++i) {
        std::string text = seed;
        for (auto changes = random() % 6; changes > 0; --changes) {
            text[random() % text.size()] = "{}[]\",:0159aei-.tfn"[random() % 19];
        }
        if (random() % 4 == 0) text.resize(random() % text.size());
        if (!read_script(text)) CHECK_FALSE(read_script(text).error().fields.empty());
        (void)read_scenarios(text);
        (void)read_contact(text);
    }
}
