#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;
using namespace std::chrono_literals;

TEST_CASE("the carrier's refusals are what the dial met", "[simulation][carrier]") {
    const auto outcome = [](const char* script) {
        const auto run = run_of(question(), script);
        return std::string{flow::to_string(run.outcome)} + ' ' + run.reason;
    };
    CHECK(outcome(R"(["busy"])") == "busy sip_486_busy_here");
    CHECK(outcome(R"(["ringing", {"rejected": true, "after": 3000}])") ==
          "rejected sip_603_decline");
    CHECK(outcome(R"([{"failed": 503}])") == "failed sip_503");
    CHECK(outcome(R"([{"noAnswer": true, "after": 9000}])") ==
          "no_answer sip_480_temporarily_unavailable");
    CHECK(outcome(R"(["noAnswer"])") == "no_answer ring_timeout");
    CHECK(outcome(R"(["cancel"])") == "cancelled hung_up_on_request");
    CHECK(outcome(R"(["answer", "lineLost"])") == "failed line_lost");
}

TEST_CASE("early media is no answer, and who answers too late was given up",
          "[simulation][carrier]") {
    const auto run = run_of(question(), R"([{"ringing": 183}, {"answer": true, "after": 25000}])");
    CHECK(told(run) == "0 call default, 20000 end, 20000 no_answer ring_timeout");
    CHECK(run.script_steps == 1);
    CHECK(run.heard.empty());
}

TEST_CASE("a machine that is found out while the greeting runs hears the message after its beep",
          "[simulation][carrier]") {
    const auto run = run_of(question(R"("enableAMD":true)"), R"([{"machine": true}])");
    // picked up at 2000, found out at 3800 in the question, its beep at 5800
    CHECK(told(run) == "0 call onAnswer, 2000 greet onComplete, 3000 ask, 5800 leave onComplete, "
                       "6800 end, 6800 voicemail");
    REQUIRE(run.heard.size() == 3);
    CHECK(run.heard[1].interrupted);
    CHECK(run.heard[2].text == "message");
}

TEST_CASE("a machine without a beep is waited for", "[simulation][carrier]") {
    const auto run = run_of(question(R"("enableAMD":true,"amdMode":"wait")"),
                            R"([{"machine": true, "beep": false}])");
    CHECK(told(run) == "0 call onVoicemail, 33800 leave onComplete, 34800 end, 34800 voicemail");
}

TEST_CASE("where nobody listens a machine is taken for a person", "[simulation][carrier]") {
    const auto run = run_of(question(), R"(["machine"])");
    CHECK(run.outcome == flow::Outcome::completed);
}

TEST_CASE("who answers is a person, unless the script says otherwise", "[simulation][carrier]") {
    const auto run =
        run_of(question(R"("enableAMD":true,"amdMode":"wait")"), R"(["answer", {"dtmf": "2"}])");
    CHECK(told(run) == "0 call onAnswer, 3500 greet onComplete, 4500 ask 2, 6000 end, "
                       "6000 completed");
}

TEST_CASE("a recording ends by the silence behind the words, by its length, or by a key",
          "[simulation][carrier]") {
    const auto graph = *flow::read_graph(
        R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"box"}},
        {"id":"box","type":"record","config":{"maxDuration":10000,"silenceTimeout":2000,
            "terminator":"#","variable":"message"},
         "outputs":{"onComplete":"end","onTimeout":"end"}},
        {"id":"end","type":"hangup"}]})");
    const auto box = [&](const char* script) { return told(run_of(graph, script)); };
    CHECK(box(R"(["answer", {"speak": 3000}])") ==
          "0 call onAnswer, 2000 box onComplete, 8000 end, 8000 completed");
    CHECK(box(R"(["answer", {"speak": 60000}])") ==
          "0 call onAnswer, 2000 box onComplete, 12500 end, 12500 completed");
    CHECK(box(R"(["answer", {"speak": 3000}, {"dtmf": "#", "after": 1000}])") ==
          "0 call onAnswer, 2000 box onComplete, 4000 end, 4000 completed");
    CHECK(box(R"(["answer"])") == "0 call onAnswer, 2000 box onTimeout, 4500 end, 4500 completed");
}

TEST_CASE("a transfer is taken over, refused, or never heard of", "[simulation][carrier]") {
    const auto graph = *flow::read_graph(
        R"({"startNodeId":"call","nodes":[
        {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"desk"}},
        {"id":"desk","type":"transfer","config":{"to":"+212522000000","timeout":5000},
         "outputs":{"onSuccess":"end","onFailed":"end"}},
        {"id":"end","type":"hangup"}]})");
    const auto desk = [&](const char* script) { return told(run_of(graph, script)); };
    CHECK(desk(R"(["answer"])") == "0 call onAnswer, 2000 desk onSuccess, 3000 end, "
                                   "3000 completed");
    CHECK(desk(R"(["answer", {"transfer": 486}])") ==
          "0 call onAnswer, 2000 desk onFailed, 3000 end, 3000 completed");
    CHECK(desk(R"([{"transfer": 0}, "answer"])") ==
          "0 call onAnswer, 2000 desk onFailed, 7000 end, 7000 completed");
}

TEST_CASE("a call that comes is taken at once", "[simulation][carrier]") {
    const auto run = run_of(graph_of("voice_box.json"), R"([{"speak": 1000}])");
    CHECK(run.answered);
    CHECK(run.path.front().entered == run.path.front().left);
    CHECK(run.outcome == flow::Outcome::completed);
}

TEST_CASE("a machine that the script finds after the answer is found then, and no person before",
          "[simulation][carrier]") {
    // The listening would have found a person at 3500.
    const auto run = run_of(question(R"("enableAMD":true)"),
                            R"(["answer", {"machine": true, "after": 2500, "beepAfter": 100}])");
    CHECK(told(run) == "0 call onAnswer, 2000 greet onComplete, 3000 ask, 4600 leave onComplete, "
                       "5600 end, 5600 voicemail");
    const auto human = run_of(question(R"("enableAMD":true,"amdMode":"wait")"),
                              R"(["answer", {"human": true, "after": 300}, {"dtmf": "2"}])");
    CHECK(told(human) == "0 call onAnswer, 2300 greet onComplete, 3300 ask 2, 4800 end, "
                         "4800 completed");
}

TEST_CASE("what comes at the same time comes as script, prompt, verdict, transfer, server, timer",
          "[simulation][carrier]") {
    // A key at 3000, as the greeting ends: it interrupts it.
    const auto key = run_of(question(), R"(["answer", {"dtmf": "2", "after": 1000}])");
    CHECK(told(key) == "0 call onAnswer, 2000 greet onComplete, 3000 ask 2, 3000 end, "
                       "3000 completed");
    REQUIRE(key.heard.size() == 1);
    CHECK(key.heard[0].interrupted);
    // A machine at 3000: the greeting is over before.
    const auto machine =
        run_of(question(R"("enableAMD":true)"), R"(["answer", {"machine": true, "after": 1000}])");
    CHECK(told(machine).find("2000 greet onComplete, 3000 ask, 5000 leave") != std::string::npos);
    // The call's last moment is the end of its greeting, too.
    const auto graph = question();
    Coverage coverage{graph};
    const Trial short_call{.graph = graph, .sources = nobody, .limits = {.length = 3'000ms}};
    const auto last = simulate(short_call, {{}, read_script(R"(["answer"])").value()}, coverage);
    CHECK(told(last) == "0 call onAnswer, 2000 greet onComplete, 3000 ask, 3000 failed "
                        "max_call_duration");
    const auto timed = [](const std::string& node, const char* script) {
        const auto read = flow::read_graph(
            R"({"startNodeId":"call","nodes":[
            {"id":"call","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"it"}},)" +
            node + R"(,{"id":"end","type":"hangup"}]})");
        REQUIRE(read);
        Coverage own{*read};
        const Trial trial{.graph = *read, .sources = nobody, .limits = {.length = 3'000ms}};
        return told(simulate(trial, {{}, read_script(script).value()}, own));
    };
    CHECK(timed(R"({"id":"it","type":"transfer","config":{"to":"+212522000000","timeout":1000},
        "outputs":{"onSuccess":"end"}})",
                R"(["answer"])") == "0 call onAnswer, 2000 it onSuccess, 3000 end, "
                                    "3000 completed");
    CHECK(timed(R"({"id":"it","type":"http_request","config":{"url":"https://a.example"},
        "outputs":{"onSuccess":"end"}})",
                R"(["answer", {"http": 200, "after": 1000}])") ==
          "0 call onAnswer, 2000 it onSuccess, 3000 end, 3000 completed");
    CHECK(timed(R"({"id":"it","type":"record","config":{"beep":false,"maxDuration":1000},
        "outputs":{"onTimeout":"end"}})",
                R"(["answer"])") == "0 call onAnswer, 2000 it onTimeout, 3000 end, 3000 completed");
}
