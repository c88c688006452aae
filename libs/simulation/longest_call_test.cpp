#include "flow/validate.hpp"
#include "simulation/trial_flows.hpp"

#include <catch2/catch.hpp>

#include <random>

// The bound that validation gives holds for every call that can be thought up.

using namespace hatif;
using namespace hatif::simulation;
using namespace hatif::simulation::testing;
using std::chrono::milliseconds;

namespace {

/// "a3": three seconds of it.
std::string any_audio(std::mt19937& random) {
    return fmt::format(R"({{"type":"audioFile","audioId":"a{}"}})", 1 + random() % 9);
}

std::string any_config(std::mt19937& random, std::string& type) {
    const auto up_to = [&](unsigned most) { return static_cast<int>(random() % most); };
    switch (up_to(8)) {
    case 0:
        type = "play";
        return fmt::format(R"({{"repeat":{},"bargeIn":{},"audioItems":[{}]}})", 1 + up_to(3),
                           up_to(2) == 0, any_audio(random));
    case 1:
    case 2:
        type = "dtmf";
        return fmt::format(R"({{"timeout":{},"singleDigitConfig":{{"allowedDigits":"12"}},
            "retry":{{"maxRetries":{}}},"prompt":[{}],"invalidPrompt":[{}]}})",
                           1'000 * (1 + up_to(6)), up_to(3), any_audio(random), any_audio(random));
    case 3:
        type = "dtmf";
        return fmt::format(R"({{"mode":"multi_digit","timeout":{},"retry":{{"maxRetries":{}}},
            "multiDigitConfig":{{"minDigits":{},"maxDigits":5,"interDigitTimeout":{}}}}})",
                           1'000 * (1 + up_to(6)), up_to(3), up_to(4), 1'000 * (1 + up_to(3)));
    case 4:
        type = "record";
        return fmt::format(R"({{"maxDuration":{},"silenceTimeout":2000,"terminator":"#"}})",
                           1'000 * (1 + up_to(15)));
    case 5:
        type = "transfer";
        return fmt::format(R"({{"to":"+212612345678","timeout":{}}})", 1'000 * (1 + up_to(9)));
    case 6:
        type = "condition";
        return R"({"condition":{"left":{"source":"system","name":"sys.answeredBy"},
                   "operator":"eq","right":"human"}})";
    default:
        type = "set_variable";
        return R"({"variable":"x","value":1})";
    }
}

/// Some nodes whose outputs lead anywhere behind them, and now and then back.
std::string any_graph(std::mt19937& random) {
    const int count = 2 + static_cast<int>(random() % 7);
    const auto somewhere = [&](int from) {
        const bool back = random() % 12 == 0;
        const int to = back ? static_cast<int>(random() % unsigned(count))
                            : from + 1 + static_cast<int>(random() % 3);
        return to < count ? fmt::format("n{}", to) : std::string{"end"};
    };
    constexpr std::array dials{R"("enableAMD":false)", R"("amdMode":"wait")",
                               R"("amdMode":"async")"};
    std::string nodes = fmt::format(
        R"({{"id":"call","type":"dial","config":{{"timeout":{},{}}},
             "outputs":{{"onAnswer":"{}","onVoicemail":"{}","default":"end"}}}},)",
        5'000 + 1'000 * (random() % 20), dials[random() % dials.size()], somewhere(-1),
        somewhere(-1));
    for (int i = 0; i < count; ++i) {
        std::string type;
        const auto config = any_config(random, type);
        nodes +=
            fmt::format(R"({{"id":"n{}","type":"{}","config":{},"outputs":{{)", i, type, config);
        for (const auto* output : {"onComplete", "onSuccess", "onTimeout", "onInvalid", "onTrue"}) {
            nodes += fmt::format(R"("{}":"{}",)", output, somewhere(i));
        }
        nodes += fmt::format(R"("branches":{{"1":"{}","2":"{}"}},"default":"{}"}}}},)",
                             somewhere(i), somewhere(i), somewhere(i));
    }
    return R"({"startNodeId":"call","nodes":[)" + nodes + R"({"id":"end","type":"hangup"}]})";
}

std::string any_script(std::mt19937& random) {
    const auto up_to = [&](unsigned most) { return static_cast<int>(random() % most); };
    std::string steps;
    if (up_to(4) == 0) steps += fmt::format(R"({{"ringing":183,"after":{}}},)", up_to(4'000));
    const int answered_by = up_to(8);
    steps += fmt::format(R"({{"answer":true,"after":{}}},)", up_to(20'000));
    if (answered_by == 0) steps = R"("busy",)";
    if (answered_by == 1) steps = "";
    if (answered_by == 2) {
        steps += fmt::format(R"({{"machine":true,"beepAfter":{},"after":{}}},)", up_to(35'000),
                             up_to(6'000));
    }
    if (answered_by == 3) steps += fmt::format(R"({{"human":true,"after":{}}},)", up_to(6'000));
    for (int i = up_to(12); i > 0; --i) {
        switch (up_to(5)) {
        case 0:
            steps += R"({"silence":true},)";
            break;
        case 1:
            steps += fmt::format(R"({{"speak":{}}},)", 100 + up_to(5'000));
            break;
        case 2:
            steps += fmt::format(R"({{"transfer":{}}},)", up_to(2) == 0 ? "true" : "0");
            break;
        default:
            steps +=
                fmt::format(R"({{"dtmf":"{}","after":{}}},)", "129#0*"[up_to(6)], up_to(6'000));
        }
    }
    if (!steps.empty()) steps.pop_back();
    return "[" + steps + "]";
}

/// Recordings take as many seconds as their id says.
flow::OrFault<Sound> sound_of_audio(const flow::Piece& piece) {
    const auto& id = std::get<flow::PromptId>(piece).value();
    return Sound{id, 1'000 * milliseconds{id.back() - '0'}};
}

} // namespace

TEST_CASE("no call through any graph, whatever happens in it, lasts longer than its bound",
          "[simulation][length]") {
    std::mt19937 random{20'260'711};
    flow::Known known;
    for (int i = 1; i < 10; ++i) {
        known.audio_lengths.emplace(flow::PromptId{fmt::format("a{}", i)}, i * milliseconds{1'000});
    }
    int bounds = 0;
    int calls = 0;
    int close = 0;
    for (int i = 0; i < 1'500; ++i) {
        const auto json = any_graph(random);
        const auto draft = flow::read_draft(json);
        const auto found = flow::validate(draft, known);
        if (!found.valid() || !found.longest_call) continue;
        ++bounds;
        Coverage coverage{draft.graph};
        const Trial trial{.graph = draft.graph, .sources = nobody, .lookup = sound_of_audio};
        for (int call = 0; call < 8; ++call) {
            const auto script = any_script(random);
            const auto scenario = read_script(script);
            INFO(script);
            REQUIRE(scenario);
            const auto run = simulate(trial, {{}, *scenario}, coverage);
            INFO(json);
            REQUIRE(run.length <= *found.longest_call);
            ++calls;
            if (run.length * 10 >= *found.longest_call * 8) ++close;
        }
    }
    CHECK(bounds > 300);
    CHECK(calls > 2'000);
    CHECK(close > 20); // the bound says something
}
