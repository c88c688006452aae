#include "flow/limits.hpp"
#include "flow/longest_call.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace hatif::flow;
using namespace std::chrono_literals;

namespace {

/// A dial of 20 s and what follows its answer; recordings are ten seconds long, but "?".
Problems look(const std::string& nodes, const std::string& dial = R"("enableAMD":false)") {
    Known known;
    known.audio_lengths = {{PromptId{"ten"}, 10s}};
    return validate(
        R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","config":{"timeout":20000,)" +
            dial + R"(},"outputs":{"onAnswer":"a","onVoicemail":"end","default":"end"}},)" + nodes +
            R"({"id":"end","type":"hangup"}]})",
        known);
}

std::string play(const std::string& id, const std::string& next, const std::string& audio = "ten") {
    return R"({"id":")" + id + R"(","type":"play","config":{"audioItems":[{"type":"audioFile",
              "audioId":")" +
           audio + R"("}]},"outputs":{"default":")" + next + R"("}},)";
}

std::string node(const std::string& type, const std::string& config) {
    return R"({"id":"a","type":")" + type + R"(","config":)" + config +
           R"(,"outputs":{"default":"end"}},)";
}

/// Besides the dial and the jitter buffer.
std::optional<std::chrono::seconds> behind_dial(const std::string& nodes) {
    const auto found = look(nodes);
    CAPTURE(nodes, found.errors);
    REQUIRE(found.valid());
    if (!found.longest_call) return std::nullopt;
    return *found.longest_call - 20s - std::chrono::ceil<std::chrono::seconds>(jitter_buffer);
}

const Problem* warned(const Problems& found, const std::string& code) {
    const auto it = std::find_if(found.warnings.begin(), found.warnings.end(),
                                 [&](const Problem& each) { return each.code == code; });
    return it == found.warnings.end() ? nullptr : &*it;
}

} // namespace

TEST_CASE("each kind of node lasts as long as it can", "[flow][length]") {
    CHECK(behind_dial(play("a", "end")) == 10s);
    CHECK(behind_dial(node("play", R"({"repeat":3,"audioItems":[{"type":"audioFile",
                                       "audioId":"ten"}]})")) == 30s);
    CHECK(behind_dial(node("say", R"({"text":"0123456789","language":"en"})")) == 4s);
    CHECK(behind_dial(node("dtmf", R"({"timeout":5000})")) == 5s);
    CHECK(behind_dial(node("dtmf", R"({"timeout":5000,"retry":{"maxRetries":2},
             "prompt":[{"type":"audioFile","audioId":"ten"}],
             "invalidPrompt":[{"type":"audioFile","audioId":"ten"}]})")) == 65s);
    CHECK(behind_dial(node("dtmf", R"({"mode":"multi_digit","timeout":5000,
             "multiDigitConfig":{"maxDigits":4,"interDigitTimeout":2000}})")) == 11s);
    CHECK(behind_dial(node("record", R"({"maxDuration":9000,"beep":false})")) == 9s);
    CHECK(behind_dial(node("transfer", R"({"to":"+212612345678","timeout":7000})")) == 7s);
    CHECK(behind_dial(node("http_request", R"({"url":"https://example.org","timeout":3000})")) ==
          3s);
    CHECK(behind_dial(node("set_variable", R"({"variable":"x","value":1})")) == 0s);
    CHECK(behind_dial(node("opt_out", "{}")) == 0s);
}

TEST_CASE("of several ways the longest counts", "[flow][length]") {
    const std::string fork = R"({"id":"a","type":"split","config":{"branches":[{"name":"x"},
        {"name":"y"}]},"outputs":{"x":"one","y":"two","default":"end"}},)";
    CHECK(behind_dial(fork + play("one", "end") + play("two", "three") + play("three", "end")) ==
          20s);
}

TEST_CASE("a recording whose length nobody knows leaves the call without a bound, not without a "
          "word of what is known",
          "[flow][length]") {
    const auto found = look(play("a", "end", "?"));
    CHECK_FALSE(found.longest_call);
    CHECK(warned(found, "unbounded_call") == nullptr);
    CHECK(warned(found, "long_call") == nullptr);
}

TEST_CASE("a cycle counts with all the visits that its nodes can have", "[flow][length]") {
    const std::string menu = R"({"id":"a","type":"dtmf","config":{"timeout":1000},
        "outputs":{"branches":{"9":"a"},"default":"end"}},)";
    CHECK(behind_dial(menu) == 100s);
}

TEST_CASE("a cycle that only the engine's limit ends is named", "[flow][length]") {
    const auto found = look(play("a", "b") + play("b", "a"));
    CHECK(found.valid());
    CHECK_FALSE(found.longest_call);
    const auto* warning = warned(found, "unbounded_call");
    REQUIRE(warning != nullptr);
    CHECK(warning->node == NodeId{"a"});
    CHECK(warning->path == "/nodes/1");
    CHECK(warning->message ==
          "a call can go round 'a', 'b' up to 100 times, for 2000 seconds: only "
          "the limit of 600 seconds ends it");
}

TEST_CASE("a way without a cycle that is too long is told by its length", "[flow][length]") {
    const auto found = look(node("record", R"({"maxDuration":590000,"beep":false})"));
    CHECK_FALSE(found.longest_call);
    REQUIRE(warned(found, "long_call") != nullptr);
    CHECK(warned(found, "long_call")->message ==
          "the longest way through the flow takes 611 seconds, and a call is ended after 600");
}

TEST_CASE("listening for who answered adds its time, and the wait for a machine's beep",
          "[flow][length]") {
    const auto after = [](const std::string& dial, const std::string& machine) {
        const std::string message = play("end2", "end");
        Known known;
        known.audio_lengths = {{PromptId{"ten"}, 10s}};
        return validate(R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial",
            "config":{"timeout":20000,)" +
                            dial + R"(},"outputs":{"onAnswer":"a","onVoicemail":")" + machine +
                            R"(","default":"end"}},)" + play("a", "end") + message +
                            R"({"id":"end","type":"hangup"}]})",
                        known)
            .longest_call.value();
    };
    CHECK(after(R"("amdMode":"wait")", "end") == 20s + 7s + 10s + 1s);
    CHECK(after(R"("amdMode":"wait")", "end2") == 20s + 7s + 31s + 10s + 1s);
    CHECK(after(R"("amdMode":"async")", "end") == 20s + 10s + 1s);
    CHECK(after(R"("amdMode":"async")", "end2") == 20s + 7s + 31s + 10s + 1s);
}

TEST_CASE("a graph with errors has no bound", "[flow][length]") {
    CHECK_FALSE(look(play("a", "nowhere")).longest_call);
}
