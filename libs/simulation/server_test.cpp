#include "flow/link.hpp"
#include "simulation/explain.hpp"
#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

// Servers, voices and other flows, as a script has them.

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;
using namespace std::chrono_literals;

namespace {

const flow::Sources someone{
    .fields = {{"firstName", std::string{"Zineb"}}, {"language", std::string{"fr"}}},
    .system = {{"sys.contactId", std::string{"0190a000-0000-7000-8000-00000000c0de"}},
               {"sys.contactPhone", std::string{"+212612345678"}}},
};

Run lookup(const std::string& script, const flow::Graph& graph = graph_of("lookup.json")) {
    Coverage coverage{graph};
    const Trial trial{.graph = graph, .sources = someone};
    return simulate(trial, {{}, read_script(script).value()}, coverage);
}

const std::string found = R"({"http":200,"body":{"person":{"name":"Zineb"},"due":81,"code":"47"}})";

} // namespace

TEST_CASE("the script says what a server answers, and it is heard what is said of it",
          "[simulation][server]") {
    const auto run = lookup(R"(["answer", )" + found + R"(, {"dtmf": "9"}])");
    REQUIRE(run.heard.size() == 2);
    CHECK(run.heard[0].text == "Bonjour Zineb, vous devez 81");
    CHECK(run.heard[0].began == 2'200ms);
    CHECK(run.heard[0].length == spoken_length("Bonjour Zineb, vous devez 81"));
    CHECK(run.heard[1].text == "bye À bientôt.");
    CHECK(flow::shown(run.variables) == R"({"choice":"9","code":"•","due":81,"name":"Zineb"})");
    CHECK(run.path[4].type == "opt_out");
    CHECK(run.path[4].output == "onSuccess");
    CHECK(run.script_steps == 3);
}

TEST_CASE("an answer of another status takes its branch, a fault the node's error",
          "[simulation][server]") {
    CHECK(told(lookup(R"(["answer", {"http": 404, "after": 1000}])")) ==
          "0 call onAnswer, 2000 lookup 404, 3000 unknown onComplete, 5030 end, 5030 completed");
    CHECK(told(lookup(R"(["answer", {"http": 503}])")) ==
          "0 call onAnswer, 2000 lookup onError: http_status, 2200 end, 2200 completed");
    CHECK(told(lookup(R"(["answer", {"http": "request_failed"}])")) ==
          "0 call onAnswer, 2000 lookup onError: request_failed, 2200 end, 2200 completed");
    CHECK(told(lookup(R"(["answer", {"http": 200, "after": 3001}])")) ==
          "0 call onAnswer, 2000 lookup onError: request_timeout, 5000 end, 5000 completed");
}

TEST_CASE("a request that the script has no answer to is refused", "[simulation][server]") {
    CHECK(told(lookup(R"(["answer"])")) ==
          "0 call onAnswer, 2000 lookup onError: request_refused, 2000 end, 2000 completed");
    CHECK(told(lookup(R"(["answer", {"http": 200, "in": "report"}])")) ==
          "0 call onAnswer, 2000 lookup onError: request_refused, 2000 end, 2000 completed");
}

TEST_CASE("a call that nobody answered may ask a server too", "[simulation][server]") {
    CHECK(told(lookup(R"([{"http": 404, "in": "lookup"}, {"http": 204, "in": "report"}])")) ==
          "0 call onNoAnswer, 20000 report onSuccess, 20200 end, 20200 no_answer ring_timeout");
}

TEST_CASE("who hangs up during a request takes it back", "[simulation][server]") {
    CHECK(told(lookup(R"(["answer", {"http": 200, "after": 2000}, {"hangup": true}])")) ==
          "0 call onAnswer, 2000 lookup, 2500 user_hangup");
}

TEST_CASE("a secret text is heard as a mask", "[simulation][server]") {
    const flow::Pieces pieces{flow::SpokenText{"4711", speech::Language::en, "", true}};
    CHECK(sound_of(pieces, {})->text == "•");
    CHECK(spoken_length("a") == 500ms);
    CHECK(spoken_length(std::string(100, 'a')) == 7'000ms);
}

TEST_CASE("a flow that another goes on with is gone through and covered, by ids of its own",
          "[simulation][server]") {
    const auto more = graph_of("lookup_more.json");
    const std::string id = "0190a000-0000-7000-8000-000000000002";
    const auto linked = flow::link(graph_of("lookup.json"), {{id, &more}}).graph;
    const auto run = lookup(
        R"(["answer", )" + found + R"(, {"dtmf": "2"}, {"hangup": true, "after": 3000}])", linked);
    REQUIRE(run.path.size() > 7);
    CHECK(run.path[4].node.value() == "more");
    CHECK(run.path[4].output == "flow");
    CHECK(run.path[5].node.value() == id + "/dial");
    CHECK(run.path[5].output == "onAnswer");
    CHECK(run.path[6].node.value() == id + "/thanks");
    CHECK(run.heard.back().text == "Merci, Zineb");
    CHECK(run.outcome == flow::Outcome::user_hangup);
}

TEST_CASE("the new kinds of node are explained", "[simulation][explain]") {
    const auto words = explain(graph_of("lookup.json"));
    const auto has = [&](const char* part) {
        INFO(words);
        CHECK(words.find(part) != std::string::npos);
    };
    has("Asks GET https://crm.example/people/<contactField 'firstName'>, and waits 3 s for the "
        "answer; sets 'name' to its /person/name, 'due' to its /due, 'code' to its /code (shown "
        "nowhere).");
    has("Divides people by who they are: 50 % to code, 50 % to word.");
    has("Has the number never called again by the organization.");
    has("Goes on with flow 0190a000-0000-7000-8000-000000000002, which is not known here.");
    has("Says the text \"Nous ne vous connaissons pas.\".");
    CHECK(words.find("k1") == std::string::npos);
    CHECK(words.find("t1") == std::string::npos);
}
