#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;
using namespace std::chrono_literals;

TEST_CASE("a person who answers and presses a key goes through the flow as a call would",
          "[simulation]") {
    const auto run = run_of(question(), R"(["answer", {"dtmf": "1"}])");
    CHECK(told(run) == "0 call onAnswer, 2000 greet onComplete, 3000 ask 1, 4500 yes onSuccess, "
                       "4500 end, 4500 completed");
    CHECK(flow::shown(run.variables) == R"({"answer":"confirmed","choice":"1"})");
    REQUIRE(run.heard.size() == 2);
    CHECK(run.heard[0] == Words{flow::NodeId{"greet"}, 2'000ms, 1'000ms, "greeting"});
    CHECK(run.heard[1] == Words{flow::NodeId{"ask"}, 3'000ms, 1'000ms, "question"});
    CHECK(run.script_steps == 2);
}

TEST_CASE("a key within a prompt ends it, and answers the question behind it", "[simulation]") {
    const auto run = run_of(question(), R"(["answer", {"dtmf": "2", "after": 300}])");
    CHECK(told(run) == "0 call onAnswer, 2000 greet onComplete, 2300 ask 2, 2300 end, "
                       "2300 completed");
    REQUIRE(run.heard.size() == 1);
    CHECK(run.heard[0] == Words{flow::NodeId{"greet"}, 2'000ms, 300ms, "greeting", true});
}

TEST_CASE("a hang-up in a prompt cuts it off where it was", "[simulation]") {
    const auto run =
        run_of(question(), R"(["answer", {"hangup": true, "in": "ask", "after": 250}])");
    CHECK(told(run) == "0 call onAnswer, 2000 greet onComplete, 3000 ask, 3250 user_hangup");
    CHECK(run.heard.back() == Words{flow::NodeId{"ask"}, 3'000ms, 250ms, "question", true});
}

TEST_CASE("silence lasts until the flow asks again; a late key answers the second question",
          "[simulation]") {
    const auto run = run_of(question(), R"(["answer", "silence", {"dtmf": "1"}])");
    // 4000 listening, 8000 asked again, 9000 listening, 9500 answered
    CHECK(told(run) == "0 call onAnswer, 2000 greet onComplete, 3000 ask 1, 9500 yes onSuccess, "
                       "9500 end, 9500 completed");
    CHECK(run.heard.size() == 3);
}

TEST_CASE("a key that comes when nothing is listened to any more changes nothing", "[simulation]") {
    const auto run = run_of(question(), R"(["answer", "silence", "silence", {"dtmf": "1"}])");
    CHECK(told(run) == "0 call onAnswer, 2000 greet onComplete, 3000 ask onMaxRetries, 13000 end, "
                       "13000 completed");
    CHECK(run.script_steps == 3);
}

TEST_CASE("a script that is over leaves the person silent, and the call ends by its timers",
          "[simulation]") {
    CHECK(told(run_of(question(), "[]")) == "0 call default, 20000 end, 20000 no_answer "
                                            "ring_timeout");
    CHECK(run_of(question(), R"(["answer"])").length == 13s);
}

TEST_CASE("an amount is heard in words, as long as its pieces take", "[simulation]") {
    const auto graph = *flow::read_graph(
        R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"say"}},
        {"id":"say","type":"play","config":{"audioItems":[
            {"type":"audioFile","audioId":"owed"},
            {"type":"number","value":321,"language":"en","dictionaryId":"d"}]}}]})");
    const Lookup lookup = [](const flow::Piece& piece) -> flow::OrFault<Sound> {
        const auto* key = std::get_if<flow::SpokenKey>(&piece);
        if (key == nullptr) return Sound{"You owe", 700ms};
        return Sound{words_of(key->key), 100ms};
    };
    const auto run = run_of(graph, R"(["answer"])", lookup);
    REQUIRE(run.heard.size() == 1);
    CHECK(run.heard[0].text == "You owe three hundred twenty-one");
    CHECK(run.heard[0].length == 700ms + 3 * 100ms);
}

TEST_CASE("what cannot be played is the node's error, and is not heard", "[simulation]") {
    const Lookup lookup = [](const flow::Piece&) -> flow::OrFault<Sound> {
        return flow::fault("audio_not_found", "it is not there");
    };
    const auto run = run_of(question(), R"(["answer"])", lookup);
    CHECK(told(run) == "0 call onAnswer, 2000 greet onError: audio_not_found, 2000 failed "
                       "audio_not_found");
    CHECK(run.heard.empty());
}

TEST_CASE("secrets are heard as one mask", "[simulation]") {
    const flow::DictionaryId dictionary{"d"};
    const flow::Pieces pieces{flow::PromptId{"code"},
                              flow::SpokenKey{dictionary, "1", speech::Language::en, true},
                              flow::SpokenKey{dictionary, "2", speech::Language::en, true}};
    CHECK(sound_of(pieces, {})->text == "code •");
}

TEST_CASE("words of a dictionary are heard as their language writes them", "[simulation]") {
    const flow::DictionaryId dictionary{"d"};
    flow::Pieces pieces;
    for (const auto* key : {"200", "euro"}) {
        pieces.emplace_back(flow::SpokenKey{dictionary, key, speech::Language::fr});
    }
    CHECK(sound_of(pieces, {})->text == "deux cents euros");
    for (const auto* key : {"20", "1"}) {
        pieces.emplace_back(flow::SpokenKey{dictionary, key, speech::Language::en});
    }
    pieces.emplace_back(flow::PromptId{"bye"});
    CHECK(sound_of(pieces, {})->text == "deux cents euros twenty-one bye");
}

TEST_CASE("a run keeps the first visits and words, and covers all", "[simulation]") {
    const auto endless = *flow::read_graph(
        R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"a"}},
        {"id":"a","type":"play","config":{"audioItems":[{"type":"audioFile","audioId":"x"}]},
         "outputs":{"onComplete":"b"}},
        {"id":"b","type":"play","config":{"audioItems":[{"type":"audioFile","audioId":"y"}]},
         "outputs":{"onComplete":"a"}}]})");
    Coverage coverage{endless};
    const Trial trial{.graph = endless, .sources = nobody, .most_kept = 2};
    const auto run = simulate(trial, {{}, read_script(R"(["answer"])").value()}, coverage);
    CHECK(run.reason == "visit_limit_reached");
    CHECK(run.cut);
    CHECK(run.path.size() == 2);
    CHECK(run.heard.size() == 2);
    CHECK(coverage.never_entered().empty());
    CHECK(coverage.never_taken().empty());
}

TEST_CASE("a step that waits for a node waits for a visit after the step before it",
          "[simulation]") {
    const auto run = run_of(question(), R"(["answer", {"silence": 3000},
        {"hangup": true, "in": "greet", "after": 100}])");
    CHECK(run.outcome == flow::Outcome::completed); // the greeting was over by then
    CHECK(run.script_steps == 2);
}
