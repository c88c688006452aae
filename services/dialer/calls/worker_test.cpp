#include "dialer/calls/worker_bench.hpp"

#include <thread>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;
using test::Bench;
using test::waiting_graph;

TEST_CASE("room is granted when the stream is up, and again on the next one", "[dialer][worker]") {
    Bench bench;
    bench.tell(told::SettingsChanged{1, true, {}});
    bench.scheduler.until([&] { return bench.scheduler.granted == 2; });
    bench.tell(told::StreamLost{});
    bench.tell(told::SettingsChanged{2, true, {}});
    bench.scheduler.until([&] { return bench.scheduler.granted == 4; });
}

TEST_CASE("a lease is asked for when its flow is here, and fetched once", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    CHECK(bench.scheduler.asked == std::vector<AttemptRef>{bench.lease().ref});
    CHECK(bench.scheduler.fetched == 1);
}

TEST_CASE("a yes in time lets the INVITE leave, under the attempt's Call-ID", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE sip:+212600000001@");
    CHECK(invite.header("Call-ID") == bench.attempt.value().to_string() + "@hatif");
    CHECK(bench.worker->running() == 1);
}

TEST_CASE("a yes that comes before not_before is used at not_before", "[dialer][worker]") {
    Bench bench;
    const auto not_before = std::chrono::steady_clock::now() + 110ms;
    auto second = bench.lease();
    second.ref.attempt = base::AttemptId{base::Uuid::derived({}, 2)};
    second.to = "+212600000002";
    second.times.not_before = not_before;
    bench.come_to_ask({bench.lease(), second});
    REQUIRE(bench.scheduler.asked.size() == 2);
    bench.answer_start(true);
    bench.peer.expect("INVITE sip:+212600000001@");
    bench.peer.expect("INVITE sip:+212600000002@");
    CHECK(std::chrono::steady_clock::now() >= not_before);
    CHECK(bench.scheduler.given_back.empty());
}

TEST_CASE("a yes whose calls are to be ended meanwhile is given back", "[dialer][worker]") {
    Bench bench;
    auto second = bench.lease();
    second.ref.attempt = base::AttemptId{base::Uuid::derived({}, 2)};
    second.times.not_before = std::chrono::steady_clock::now() + 110ms;
    bench.come_to_ask({bench.lease(), second});
    REQUIRE(bench.scheduler.asked.size() == 2);
    bench.answer_start(true);
    const std::vector refs{bench.lease().ref, second.ref};
    const auto now = std::chrono::steady_clock::now();
    bench.tell(told::Renewed{refs, std::vector<bool>{true, true}, now, refs});
    bench.scheduler.until([&] { return bench.scheduler.reason == "start_expired"; });
    CHECK(bench.scheduler.given_back == std::vector<AttemptRef>{second.ref});
}

TEST_CASE("a yes that comes too late is given back, and nobody is called", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.answer_start(true, 250ms);
    bench.scheduler.until([&] { return bench.scheduler.reason == "start_expired"; });
    CHECK(bench.worker->running() == 0);
}

TEST_CASE("a Start without an answer is given back: its yes may be on the way",
          "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.tell(told::StartAnswered{bench.scheduler.asked, std::nullopt, {}});
    bench.scheduler.until([&] { return bench.scheduler.reason == "start_unanswered"; });
}

TEST_CASE("without an RTP port the attempt is given back before the INVITE", "[dialer][worker]") {
    Bench bench{2}; // one even port
    const auto taken = bench.media->open();
    bench.come_to_ask();
    bench.answer_start(true);
    bench.scheduler.until([&] { return bench.scheduler.reason == "no_rtp_port"; });
}

TEST_CASE("a drain gives back what has its yes, and takes no leases", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.sip.run([&] { bench.worker->drain(); });
    CHECK(bench.scheduler.stopped);
    bench.answer_start(true);
    bench.scheduler.until([&] { return bench.scheduler.reason == "draining"; });
}

TEST_CASE("a drain is at rest when no Start is under way, and its yes is given back",
          "[dialer][worker]") {
    Bench bench;
    CHECK(bench.worker->is_at_rest());
    bench.come_to_ask();
    bench.sip.run([&] { bench.worker->drain(); });
    CHECK(bench.worker->running() == 0);
    CHECK_FALSE(bench.worker->is_at_rest());
    bench.answer_start(true);
    CHECK(bench.worker->is_at_rest());
    CHECK(bench.scheduler.reason == "draining");
}

TEST_CASE("a yes that comes to a worker that drains is given back at once, whatever its time",
          "[dialer][worker]") {
    Bench bench;
    auto second = bench.lease();
    second.ref.attempt = base::AttemptId{base::Uuid::derived({}, 2)};
    second.times.not_before = std::chrono::steady_clock::now() + 110ms;
    bench.come_to_ask({bench.lease(), second});
    REQUIRE(bench.scheduler.asked.size() == 2);
    bench.sip.run([&] { bench.worker->drain(); });
    bench.answer_start(true);
    CHECK(bench.worker->is_at_rest());
    CHECK(bench.scheduler.given_back == std::vector<AttemptRef>{bench.lease().ref, second.ref});
    CHECK(bench.scheduler.reason == "draining");
}

TEST_CASE("a Start without an answer is under way no more", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.tell(told::StartAnswered{bench.scheduler.asked, std::nullopt, {}});
    CHECK(bench.worker->is_at_rest());
}

TEST_CASE("a late yes for an old epoch is given back, and the new one is dialled",
          "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.tell(told::Leased{{bench.lease(2)}});
    const AttemptRef old = bench.lease(1).ref;
    const AttemptRef anew = bench.lease(2).ref;
    bench.scheduler.until([&] { return bench.scheduler.asked.back() == anew; });
    bench.tell(
        told::StartAnswered{{old}, std::vector<bool>{true}, std::chrono::steady_clock::now()});
    CHECK(bench.scheduler.given_back == std::vector<AttemptRef>{old});
    bench.tell(
        told::StartAnswered{{anew}, std::vector<bool>{true}, std::chrono::steady_clock::now()});
    bench.peer.expect("INVITE");
    CHECK(bench.scheduler.given_back == std::vector<AttemptRef>{old});
}

TEST_CASE("an unanswered Start of an old epoch leaves the new one alone", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.tell(told::Leased{{bench.lease(2)}});
    const AttemptRef anew = bench.lease(2).ref;
    bench.scheduler.until([&] { return bench.scheduler.asked.back() == anew; });
    bench.tell(told::StartAnswered{{bench.lease(1).ref}, std::nullopt, {}});
    bench.tell(
        told::StartAnswered{{anew}, std::vector<bool>{true}, std::chrono::steady_clock::now()});
    bench.peer.expect("INVITE");
}

TEST_CASE("a lease whose flow does not come is given back, and its room granted again",
          "[dialer][worker]") {
    Bench bench{8, 50ms};
    bench.tell(told::SettingsChanged{1, true, {}});
    bench.scheduler.until([&] { return bench.scheduler.granted == 2; });
    bench.tell(told::Leased{{bench.lease()}});
    bench.scheduler.until([&] { return bench.scheduler.reason == "flow_unavailable"; });
    bench.scheduler.until([&] { return bench.scheduler.granted == 3; });
}

TEST_CASE("a renewal that says ended takes a ringing call back", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {180});
    bench.tell(told::Renewed{{bench.lease().ref}, std::vector<bool>{false}, {}});
    bench.peer.expect("CANCEL");
}

TEST_CASE("a renewal that says ended lets people talk on", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask(15s, waiting_graph);
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {.code = 200, .body = telephony::test::callee_sdp()});
    bench.peer.expect("ACK");
    bench.tell(told::Renewed{{bench.lease().ref}, std::vector<bool>{false}, {}});
    bench.peer.ask(invite, {.method = "BYE"});
    bench.peer.expect("SIP/2.0 200"); // and no BYE of the worker's own before
}

TEST_CASE("a call that is to be ended is cancelled while it rings", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask(60s); // so that it is no lost lease
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {180});
    const std::vector<AttemptRef> mine{bench.lease().ref};
    bench.tell(told::Renewed{mine, std::vector<bool>{true}, {}, mine});
    bench.peer.expect("CANCEL");
}

TEST_CASE("a call that is to be ended is hung up once it was answered, and renewed until it ended",
          "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask(400ms, waiting_graph);
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {.code = 200, .body = telephony::test::callee_sdp()});
    bench.peer.expect("ACK");
    const std::vector<AttemptRef> mine{bench.lease().ref};
    const told::Renewed hang_up{mine, std::vector<bool>{true}, std::chrono::steady_clock::now(),
                                mine};
    bench.tell(hang_up);
    bench.peer.expect("BYE");
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    bench.tell(hang_up); // the next renewal says it again, and nothing is left to end
    bench.scheduler.until([&] { return bench.scheduler.renewed == mine; });
}

TEST_CASE("half a lease without renewal takes a ringing call back", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask(400ms);
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {180});
    bench.peer.expect("CANCEL");
}

TEST_CASE("what is finished is renewed until the scheduler says ended", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask(400ms);
    bench.answer_start(true);
    bench.peer.answer(bench.peer.expect("INVITE"), {486});
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    const std::vector<AttemptRef> mine{bench.lease().ref};
    bench.scheduler.until([&] { return bench.scheduler.renewed == mine; });
    bench.tell(told::Renewed{mine, std::vector<bool>{false}, {}});
    // The room of the call is granted again.
    bench.scheduler.until([&] { return bench.scheduler.granted >= 3; });
}

TEST_CASE("no Start is asked for while SIP is behind, and then it is",
          "[dialer][worker][overload]") {
    Bench bench;
    bench.tell(told::SettingsChanged{1, true, {{bench.trunk}, 15s, 250ms}});
    bench.scheduler.until([&] { return bench.scheduler.granted == 2; });
    const auto here = telephony::test::loopback("127.0.0.1", bench.sip_port);
    bench.sip.run([&] {
        while (!is_overloaded(bench.calls.backlog())) bench.peer.send("nonsense", here);
        bench.worker->hear(told::Leased{{bench.lease()}});
        auto content = std::make_shared<Content>();
        content->graph = flow::read_graph(test::graph).value();
        bench.worker->hear(told::Fetched{bench.lease().flow, SharedContent{content}});
        bench.worker->hear(told::Leased{}); // all is here now: it would be asked for
        CHECK(bench.scheduler.asked.empty());
    });
    bench.scheduler.until([&] { return !bench.scheduler.asked.empty(); });
    CHECK_THAT(bench.metrics.text(),
               Catch::Contains("\nhatif_dialer_overloaded_seconds_total 0.0"));
}

TEST_CASE("a call whose media cannot be secured is hung up", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask(15s, waiting_graph);
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {.code = 200, .body = telephony::test::callee_sdp()});
    bench.peer.expect("ACK");
    const auto sdp = invite.body();
    const auto port = std::stoul(sdp.substr(sdp.find("m=audio ") + 8));
    const media::LineId first{1ULL << 16U | port}; // the serial number above its port
    bench.sip.run([&] { bench.worker->hear(first, media::SecuringFailed{}); });
    bench.peer.expect("BYE");
}

TEST_CASE("behind a prompt's end the BYE waits until it was heard", "[dialer][worker][hangup]") {
    Bench bench;
    bench.come_to_ask(15s, test::playing_graph);
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {.code = 200, .body = telephony::test::callee_sdp()});
    bench.peer.expect("ACK");
    const auto begun = std::chrono::steady_clock::now();
    bench.peer.expect("BYE");
    // 100 ms of a prompt, which may have begun a moment before, and the jitter buffer.
    CHECK(std::chrono::steady_clock::now() - begun > 260ms);
}

TEST_CASE("a callee who hangs up meanwhile is waited for no longer", "[dialer][worker][hangup]") {
    Bench bench;
    bench.come_to_ask(15s, test::playing_graph);
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {.code = 200, .body = telephony::test::callee_sdp()});
    bench.peer.expect("ACK");
    std::this_thread::sleep_for(200ms); // the prompt is over, the BYE not due
    bench.peer.ask(invite, {.method = "BYE"});
    bench.peer.expect("SIP/2.0 200");
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    CHECK(bench.peer.next(200ms).text.empty()); // no BYE of ours
}
