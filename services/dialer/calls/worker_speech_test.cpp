#include "dialer/calls/worker_bench.hpp"

#include <thread>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;
using test::Bench;

namespace {

/// Says a text of the contact's; where it goes on waits for a key, or hangs up.
std::string saying(const char* when_said, const char* when_not) {
    return std::string{R"({"startNodeId":"dial","nodes":[
        {"id":"dial","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"say"}},
        {"id":"say","type":"say","config":{"language":"fr",
            "text":{"source":"contactField","field":"firstName"}},
         "outputs":{"onComplete":")"} +
           when_said + R"(","onError":")" + when_not + R"("}},
        {"id":"wait","type":"dtmf","config":{"timeout":60000}},
        {"id":"end","type":"hangup"}]})";
}

/// A call that was answered, and waits for the words.
struct Saying : Bench {
    explicit Saying(std::chrono::milliseconds patience = 5s,
                    const std::string& text = saying("end", "wait"))
        : Bench{8, 5s, 4s, patience} {
        tell(told::SettingsChanged{1, true, Settings{{trunk}, 15s, 250ms}});
        scheduler.until([&] { return scheduler.granted == 2; });
        auto it = lease();
        it.sources.fields.emplace("firstName", std::string{"Zineb"});
        tell(told::Leased{{it}});
        auto content = std::make_shared<Content>();
        content->graph = flow::read_graph(text).value();
        tell(told::Fetched{lease().flow, SharedContent{content}});
        scheduler.until([&] { return !scheduler.asked.empty(); });
        answer_start(true);
        invite = peer.expect("INVITE");
        peer.answer(invite, {.code = 200, .body = telephony::test::callee_sdp()});
        peer.expect("ACK");
        scheduler.until([&] { return !scheduler.speeches.empty(); });
    }

    void speak() { tell(told::Spoke{scheduler.speeches.front(), {hello()}}); }

    telephony::test::Message invite;
};

} // namespace

TEST_CASE("a play begins when its words have come", "[dialer][worker][speech]") {
    Saying bench;
    REQUIRE(bench.scheduler.speeches.size() == 1);
    CHECK(bench.scheduler.speeches.front().organization == "org");
    CHECK(bench.scheduler.speeches.front().utterances ==
          std::vector{Utterance{"Zineb", speech::Language::fr}});
    CHECK(bench.peer.next(200ms).text.empty());
    bench.speak();
    bench.peer.expect("BYE"); // behind the prompt's end
}

TEST_CASE("words that nobody can speak are the play's error, and the flow goes on",
          "[dialer][worker][speech]") {
    Saying bench;
    bench.tell(told::Spoke{bench.scheduler.speeches.front(),
                           {tl::unexpected{flow::Fault{"voice_unavailable", "away"}}}});
    CHECK(bench.peer.next(300ms).text.empty()); // it waits for a key
    CHECK(bench.worker->running() == 1);
}

TEST_CASE("words are waited for as long as somebody may: then they are the play's error",
          "[dialer][worker][speech]") {
    CHECK(Worker::Limits{}.words == 5s);
    const auto before = std::chrono::steady_clock::now();
    Saying bench{100ms, saying("wait", "end")};
    const auto& speech = bench.scheduler.speeches.front();
    CHECK(speech.until >= before + 100ms);
    CHECK(speech.until <= std::chrono::steady_clock::now() + 100ms);
    bench.peer.expect("BYE"); // though the scheduler never says anything
    CHECK(std::chrono::steady_clock::now() >= speech.until);
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    bench.speak(); // late
}

TEST_CASE("words that come when the call is over are played to nobody",
          "[dialer][worker][speech]") {
    Saying bench;
    bench.peer.ask(bench.invite, {.method = "BYE"});
    bench.peer.expect("SIP/2.0 200");
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    bench.speak();
    CHECK(bench.peer.next(200ms).text.empty());
}

TEST_CASE("what a flow says word for word is asked for when the flow is here",
          "[dialer][worker][speech]") {
    Bench bench;
    bench.come_to_ask(15s, R"({"startNodeId":"dial","nodes":[
        {"id":"dial","type":"dial","config":{},"outputs":{"onAnswer":"say"}},
        {"id":"say","type":"say","config":{"text":"Bonjour","language":"fr"}}]})");
    bench.scheduler.until([&] { return !bench.scheduler.speeches.empty(); });
    CHECK(bench.scheduler.speeches.front().ahead);
    CHECK(bench.scheduler.speeches.front().utterances ==
          std::vector{Utterance{"Bonjour", speech::Language::fr}});
}
