#include "dialer/calls/worker_bench.hpp"

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;
using test::Bench;

namespace {

constexpr const char* answering_graph =
    R"({"startNodeId":"answer","nodes":[
        {"id":"answer","type":"answer","config":{},"outputs":{"onSuccess":"key"}},
        {"id":"key","type":"dtmf","config":{"timeout":60000}}]})";

/// A caller behind the trunk, and a worker that leases.
struct Reception : Bench {
    explicit Reception(std::chrono::milliseconds admission = 4s) : Bench{8, 5s, admission} {
        tell(told::SettingsChanged{1, true, Settings{{trunk}, 15s, 250ms}});
        scheduler.until([&] { return scheduler.granted == 2; });
    }

    void send(const std::string& method, const std::string& body = {}) {
        const auto at = peer.address() + ':' + std::to_string(peer.port());
        const auto us = "127.0.0.1:" + std::to_string(sip_port);
        auto text = method + " sip:+212520000001@" + us + " SIP/2.0\r\nVia: SIP/2.0/UDP " + at +
                    ";branch=z9hG4bK7\r\nMax-Forwards: 70\r\nFrom: <sip:+212600000007@" + at +
                    ">;tag=theirs\r\nTo: <sip:+212520000001@" + us +
                    ">\r\nCall-ID: seven@trunk\r\nCSeq: 1 " + method + "\r\nContact: <sip:gw@" +
                    at + ">\r\n";
        if (!body.empty()) text += "Content-Type: application/sdp\r\n";
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        peer.send(text, telephony::test::loopback("127.0.0.1", sip_port));
    }

    /// Calls; the scheduler is asked.
    void call_in() {
        send("INVITE", telephony::test::callee_sdp());
        peer.expect("SIP/2.0 100");
        scheduler.until([&] { return scheduler.visit.has_value(); });
    }

    void admit(std::variant<Lease, int> answer) {
        tell(told::Admitted{scheduler.visit->call, std::move(answer)});
    }

    Lease inbound() const {
        auto it = lease();
        it.inbound = true;
        return it;
    }

    void fetched() {
        auto content = std::make_shared<Content>();
        content->graph = flow::read_graph(answering_graph).value();
        tell(told::Fetched{lease().flow, SharedContent{content}});
    }
};

} // namespace

TEST_CASE("a call that comes is taken by the flow of its number", "[dialer][worker][inbound]") {
    Reception bench;
    bench.call_in();
    CHECK(bench.scheduler.visit->to == "+212520000001");
    CHECK(bench.scheduler.visit->from == "+212600000007");
    bench.admit(bench.inbound());
    bench.fetched();
    bench.peer.expect("SIP/2.0 200");
    CHECK(bench.worker->running() == 1);
}

TEST_CASE("a number that takes no calls refuses with the scheduler's code",
          "[dialer][worker][inbound]") {
    Reception bench;
    bench.call_in();
    bench.admit(404);
    bench.peer.expect("SIP/2.0 404");
    CHECK(bench.worker->running() == 0);
}

TEST_CASE("a caller who gives up before the flow is here has a call that ends",
          "[dialer][worker][inbound]") {
    Reception bench;
    bench.call_in();
    bench.admit(bench.inbound());
    bench.send("CANCEL");
    bench.peer.expect("SIP/2.0 200"); // to the CANCEL
    bench.peer.expect("SIP/2.0 487");
    bench.fetched();
    bench.scheduler.until([&] { return bench.worker->is_at_rest(); });
    CHECK(bench.scheduler.given_back.empty());
}

TEST_CASE("a worker that drains takes no calls", "[dialer][worker][inbound]") {
    Reception bench;
    bench.sip.run([&] { bench.worker->drain(); });
    bench.send("INVITE", telephony::test::callee_sdp());
    bench.peer.expect("SIP/2.0 503");
    CHECK_FALSE(bench.scheduler.visit.has_value());
}

TEST_CASE("a drain waits for the word on who calls, and sends them away",
          "[dialer][worker][inbound]") {
    Reception bench;
    bench.call_in();
    bench.sip.run([&] { bench.worker->drain(); });
    CHECK_FALSE(bench.worker->is_at_rest());
    bench.admit(bench.inbound());
    bench.peer.expect("SIP/2.0 503");
    CHECK(bench.scheduler.given_back == std::vector<AttemptRef>{bench.inbound().ref});
    CHECK(bench.worker->is_at_rest());
}

TEST_CASE("whom a drain finds waiting for a flow it sends away", "[dialer][worker][inbound]") {
    Reception bench;
    bench.call_in();
    bench.admit(bench.inbound());
    bench.sip.run([&] { bench.worker->drain(); });
    bench.peer.expect("SIP/2.0 503");
    CHECK(bench.scheduler.given_back == std::vector<AttemptRef>{bench.inbound().ref});
    bench.fetched();
    CHECK(bench.worker->is_at_rest());
}

TEST_CASE("a caller who gives up when the worker is gone finds nobody",
          "[dialer][worker][inbound]") {
    Reception bench;
    bench.call_in();
    bench.sip.run([&] { bench.worker.reset(); });
    bench.send("CANCEL");
    bench.peer.expect("SIP/2.0 200"); // to the CANCEL
    bench.peer.expect("SIP/2.0 487");
}

TEST_CASE("a caller about whom the scheduler says nothing is sent away, and a late lease goes back",
          "[dialer][worker][inbound]") {
    Reception bench{50ms};
    bench.call_in();
    bench.peer.expect("SIP/2.0 503");
    CHECK_FALSE(bench.worker->is_at_rest()); // a lease may still come
    bench.admit(bench.inbound());
    CHECK(bench.scheduler.given_back == std::vector<AttemptRef>{bench.inbound().ref});
    CHECK(bench.worker->is_at_rest());
    CHECK(bench.worker->running() == 0);
}
