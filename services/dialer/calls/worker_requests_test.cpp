#include "dialer/calls/worker_bench.hpp"
#include "web/plain_server.hpp"

#include <atomic>
#include <thread>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;
using test::Bench;
using web::testing::PlainServer;

namespace {

/// Asks a server, and hangs up when it answers 2xx; by any other answer it waits for a key.
std::string asking_graph(const PlainServer& server) {
    return R"({"startNodeId":"dial","nodes":[
        {"id":"dial","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"ask"}},
        {"id":"ask","type":"http_request","config":{"url":")" +
           server.url("/state") + R"("},"outputs":{"onSuccess":"end","onError":"wait"}},
        {"id":"wait","type":"dtmf","config":{"timeout":60000}},
        {"id":"end","type":"hangup"}]})";
}

/// Answered, and at the request.
telephony::test::Message answered(Bench& bench, const PlainServer& server) {
    bench.come_to_ask(15s, asking_graph(server).c_str());
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {.code = 200, .body = telephony::test::callee_sdp()});
    bench.peer.expect("ACK");
    return invite;
}

} // namespace

TEST_CASE("a call goes on when the server that it asks has answered",
          "[dialer][worker][requests]") {
    const PlainServer server{[](const auto& peer) {
        peer.read_head();
        peer.say("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    }};
    Bench bench;
    answered(bench, server);
    bench.peer.expect("BYE");
}

TEST_CASE("whoever hangs up takes the request back", "[dialer][worker][requests]") {
    std::atomic<int> gone{0};
    const PlainServer server{[&](const auto& peer) {
        peer.read_head();
        peer.wait();
        gone += 1;
    }};
    Bench bench;
    const auto invite = answered(bench, server);
    while (server.connections() == 0) std::this_thread::yield();
    bench.peer.ask(invite, {.method = "BYE"});
    bench.peer.expect("SIP/2.0 200");
    const auto end = std::chrono::steady_clock::now() + 4s; // the request alone would last for 5 s
    while (gone == 0 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    CHECK(gone == 1);
}
