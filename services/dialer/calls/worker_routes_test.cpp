#include "dialer/calls/worker_bench.hpp"

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;
using test::Bench;
using test::ScriptedPeer;

namespace {

/// A bench whose lease may go over a second trunk too.
struct TwoTrunks : Bench {
    TwoTrunks() {
        tell(told::SettingsChanged{1, true, Settings{{trunk, other}, 15s, 250ms}});
        scheduler.until([&] { return scheduler.granted == 2; });
        auto both = lease();
        both.other_trunks = {other.id.value().to_string()};
        tell(told::Leased{{both}});
        auto content = std::make_shared<Content>();
        content->graph = flow::read_graph(test::waiting_graph).value();
        tell(told::Fetched{both.flow, SharedContent{content}});
        scheduler.until([&] { return !scheduler.asked.empty(); });
        answer_start(true);
    }

    void let_go_elsewhere(std::optional<bool> yes) {
        scheduler.until([&] { return !scheduler.elsewhere.empty(); });
        tell(told::ElsewhereAnswered{lease().ref, scheduler.elsewhere, yes,
                                     std::chrono::steady_clock::now()});
    }

    ScriptedPeer second;
    telephony::Trunk other{.id = base::TrunkId{base::Uuid::derived({}, 4)},
                           .host = second.address(),
                           .port = second.port()};
};

} // namespace

TEST_CASE("a 503 before any ringing takes the call to another trunk, under the same Call-ID",
          "[dialer][worker]") {
    TwoTrunks bench;
    bench.peer.answer(bench.peer.expect("INVITE"), {503});
    bench.let_go_elsewhere(true);
    const auto invite = bench.second.expect("INVITE");
    CHECK(invite.header("Call-ID") == bench.attempt.value().to_string() + "@hatif");
    CHECK(bench.worker->running() == 1);
}

TEST_CASE("without Start's yes for it no INVITE goes to another trunk", "[dialer][worker]") {
    TwoTrunks bench;
    bench.peer.answer(bench.peer.expect("INVITE"), {503});
    bench.let_go_elsewhere(false);
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    CHECK(bench.second.next(0ms).text.empty());
}

TEST_CASE("what rang is not tried elsewhere", "[dialer][worker]") {
    TwoTrunks bench;
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {180});
    bench.peer.answer(invite, {503});
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    CHECK(bench.scheduler.elsewhere.empty());
}

TEST_CASE("a 486 is the callee's word on every trunk", "[dialer][worker]") {
    TwoTrunks bench;
    bench.peer.answer(bench.peer.expect("INVITE"), {486});
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    CHECK(bench.scheduler.elsewhere.empty());
}

TEST_CASE("a call that was taken back does not go elsewhere", "[dialer][worker]") {
    TwoTrunks bench;
    bench.peer.answer(bench.peer.expect("INVITE"), {503});
    bench.scheduler.until([&] { return !bench.scheduler.elsewhere.empty(); });
    bench.tell(told::Renewed{{bench.lease().ref}, std::vector<bool>{false}, {}});
    bench.let_go_elsewhere(true);
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    CHECK(bench.second.next(0ms).text.empty());
}

TEST_CASE("where every trunk has asked for a pause nothing is dialled", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.answer_start(true);
    bench.peer.answer(bench.peer.expect("INVITE"), {.code = 503, .headers = "Retry-After: 60\r\n"});
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    bench.tell(told::Leased{{bench.lease(2)}}); // it was ended; the scheduler tries again
    bench.scheduler.until([&] { return bench.scheduler.asked.size() == 2; });
    bench.tell(told::StartAnswered{
        {bench.lease(2).ref}, std::vector<bool>{true}, std::chrono::steady_clock::now()});
    bench.scheduler.until([&] { return bench.scheduler.reason == "trunk_closed"; });
}

TEST_CASE("the scheduler hears of a trunk that asks for a pause", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.answer_start(true);
    bench.peer.answer(bench.peer.expect("INVITE"), {.code = 503, .headers = "Retry-After: 60\r\n"});
    bench.scheduler.until([&] {
        return !bench.scheduler.reported.empty() &&
               bench.scheduler.reported.front().state.closed_until.has_value();
    });
}

TEST_CASE("a phone that tells its keys by INFO and in its media is heard once",
          "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask(15s, test::two_keys_graph);
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {.code = 200, .body = telephony::test::callee_sdp()});
    bench.peer.expect("ACK");
    const media::LineId line{1};
    bench.peer.ask(invite, {.method = "INFO",
                            .cseq = 1,
                            .body = "Signal=5\r\nDuration=160\r\n",
                            .type = "application/dtmf-relay"});
    bench.peer.expect("SIP/2.0 200");
    // The same press in the media: the flow would hang up at a second key.
    bench.sip.run([&] { bench.worker->hear(line, media::KeyPressed{'5'}); });
    CHECK(bench.worker->running() == 1);
    bench.peer.ask(invite, {.method = "INFO",
                            .cseq = 2,
                            .body = "Signal=6\r\nDuration=160\r\n",
                            .type = "application/dtmf-relay"});
    bench.peer.expect("BYE");
}
