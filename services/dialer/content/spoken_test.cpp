#include "dialer/content/spoken.hpp"

#include "dialer/calls/worker_bench.hpp"

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

Utterance text(std::string words) {
    return {std::move(words), speech::Language::fr};
}

media::SharedPrompt sound(std::size_t bytes) {
    return std::make_shared<const audio::Prompt>(
        audio::Prompt{std::vector<std::uint8_t>(bytes / 2), std::vector<std::uint8_t>(bytes / 2)});
}

told::Spoke spoke(std::string words, media::SharedPrompt what, bool ahead = false) {
    return {{"org", {text(std::move(words))}, ahead}, {std::move(what)}};
}

told::Spoke not_spoken(std::string words, bool ahead = false) {
    return {{"org", {text(std::move(words))}, ahead},
            {tl::unexpected{flow::Fault{"voice_unavailable", "away"}}}};
}

struct Bench {
    test::PlayedScheduler scheduler;
    Spoken spoken{scheduler, 5s, 1'000};
    std::vector<std::string> heard;
    const SteadyTime until{1'000s};

    void want(std::string words) {
        spoken.want("org", text(words), until,
                    [this](const Utterance& what, const Spoken::Result& it) {
                        heard.push_back(what.text + (it ? "" : ": " + it.error().code));
                    });
    }
};

} // namespace

TEST_CASE("a text is asked for once, however many wait for it", "[dialer][speech]") {
    Bench bench;
    bench.want("bonjour");
    bench.want("bonjour");
    REQUIRE(bench.scheduler.speeches.size() == 1);
    CHECK_FALSE(bench.scheduler.speeches.front().ahead);
    CHECK(bench.scheduler.speeches.front().until == bench.until);
    bench.spoken.take(spoke("bonjour", sound(100)));
    CHECK(bench.heard == std::vector<std::string>{"bonjour", "bonjour"});
    CHECK(bench.spoken.find(text("bonjour")) != nullptr);
}

TEST_CASE("what could not be spoken is asked for again by the next one", "[dialer][speech]") {
    Bench bench;
    bench.want("bonjour");
    bench.spoken.take(not_spoken("bonjour"));
    CHECK(bench.heard == std::vector<std::string>{"bonjour: voice_unavailable"});
    bench.want("bonjour");
    CHECK(bench.scheduler.speeches.size() == 2);
}

TEST_CASE("the same words in another language or by another voice are others", "[dialer][speech]") {
    Bench bench;
    bench.want("bonjour");
    bench.spoken.take(spoke("bonjour", sound(100)));
    CHECK(bench.spoken.find({"bonjour", speech::Language::en}) == nullptr);
    CHECK(bench.spoken.find({"bonjour", speech::Language::fr, "fr+f3"}) == nullptr);
}

TEST_CASE("the texts used last are kept, up to a bound", "[dialer][speech]") {
    Bench bench;
    for (const auto* words : {"a", "b", "c"}) bench.spoken.take(spoke(words, sound(300)));
    CHECK(bench.spoken.find(text("a")) != nullptr); // used last now
    bench.spoken.take(spoke("d", sound(300)));
    CHECK(bench.spoken.bytes() <= 1'000);
    CHECK(bench.spoken.find(text("b")) == nullptr);
    CHECK(bench.spoken.find(text("a")) != nullptr);
    CHECK(bench.spoken.find(text("d")) != nullptr);
}

TEST_CASE("what is asked for ahead is behind what somebody waits for", "[dialer][speech]") {
    Bench bench;
    bench.spoken.take(spoke("known", sound(100)));
    bench.spoken.want_ahead("org", {text("known"), text("a"), text("b")});
    REQUIRE(bench.scheduler.speeches.size() == 1);
    CHECK(bench.scheduler.speeches.front().ahead);
    CHECK(bench.scheduler.speeches.front().utterances == std::vector{text("a"), text("b")});
    CHECK(bench.scheduler.speeches.front().until == SteadyTime::max()); // nobody leaves
    bench.want("a"); // does not wait behind the others
    REQUIRE(bench.scheduler.speeches.size() == 2);
    bench.spoken.take(not_spoken("a", true));
    CHECK(bench.heard.empty()); // its own answer is still to come
    bench.spoken.take(spoke("a", sound(100)));
    CHECK(bench.heard == std::vector<std::string>{"a"});
}

TEST_CASE("a flow's literal texts are known before its first call", "[dialer][speech]") {
    const auto graph = flow::read_graph(R"({"startNodeId":"dial","nodes":[
        {"id":"dial","type":"dial","config":{},"outputs":{"onAnswer":"one"}},
        {"id":"one","type":"say","config":{"text":"Bonjour","language":"fr","voice":"v"},
         "outputs":{"onComplete":"two"}},
        {"id":"two","type":"say","config":{"text":"Salut"},"outputs":{"onComplete":"three"}},
        {"id":"three","type":"say","config":{"text":{"source":"contactField","field":"firstName"},
                                             "language":"fr"}}]})");
    REQUIRE(graph);
    const Utterance one{"Bonjour", speech::Language::fr, "v"};
    CHECK(literals_of(*graph, std::nullopt) == std::vector{one});
    CHECK(literals_of(*graph, speech::Language::en) ==
          std::vector{one, Utterance{"Salut", speech::Language::en}});
}
