#include "web/client.hpp"
#include "web/plain_server.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace std::chrono_literals;
using web::testing::PlainServer;

namespace {

const web::Reach everywhere{.private_networks = true};

const PlainServer::Script silent = [](const PlainServer::Peer& peer) { peer.wait(); };

PlainServer::Script saying(const std::string& answer) {
    return [answer](const PlainServer::Peer& peer) {
        (void)peer.read_head();
        peer.say(answer);
    };
}

std::chrono::milliseconds since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begin);
}

} // namespace

TEST_CASE("nothing of our own network is reached, whatever it is called", "[unit][web]") {
    const PlainServer server{saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")};
    web::Client client{web::Reach{}};
    const auto port = server.url().substr(server.url().rfind(':'));
    const auto* const host = GENERATE("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001",
                                      "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0",
                                      "10.0.0.1", "169.254.169.254", "[fe80::1]");
    CAPTURE(host);
    const auto answer = client.send({.url = std::string{"http://"} + host + port, .timeout = 2s});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == base::Errc::unavailable);
    CHECK(answer.error().reason == "request_refused");
    CHECK(server.connections() == 0);
}

TEST_CASE("a network that is allowed is reached", "[unit][web]") {
    const PlainServer server{saying("HTTP/1.1 204 No Content\r\n\r\n")};
    CHECK(web::Client{{.allowed = {"127.0.0.0/8"}}}.send({.url = server.url()}));
    CHECK(web::Client{{.allowed = {"10.0.0.0/8", "127.0.0.1"}}}.send({.url = server.url()}));
    CHECK_FALSE(web::Client{{.allowed = {"10.0.0.0/8"}}}.send({.url = server.url()}));
    CHECK_THROWS(web::Client{{.allowed = {"127.0.0.1/8"}}});
    CHECK_THROWS(web::Client{{}, {.ca_file = "/no/such/file.pem"}});
}

TEST_CASE("who does not answer in time is not waited for", "[unit][web]") {
    const bool trickles = GENERATE(false, true); // a byte now and then buys no time
    const PlainServer server{[=](const PlainServer::Peer& peer) {
        (void)peer.read_head();
        if (trickles) peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        while (trickles && peer.say("x")) std::this_thread::sleep_for(20ms);
        peer.wait();
    }};
    web::Client client{everywhere};
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = client.send({.url = server.url(), .timeout = 300ms});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().reason == "request_timeout");
    CHECK(since(begin) >= 290ms);
    CHECK(since(begin) < 3s);
}

TEST_CASE("a request that is no longer wanted ends at once", "[unit][web]") {
    const PlainServer server{silent};
    web::Client client{everywhere};
    std::stop_source stop;
    const auto begin = std::chrono::steady_clock::now();
    std::thread hangs_up{[&] {
        while (server.connections() == 0) std::this_thread::yield();
        stop.request_stop();
    }};
    const auto answer = client.send({.url = server.url(), .timeout = 60s}, stop.get_token());
    hangs_up.join();
    REQUIRE_FALSE(answer);
    CHECK(answer.error().reason == "request_cancelled");
    CHECK(since(begin) < 900ms);

    const auto never = client.send({.url = server.url()}, stop.get_token());
    REQUIRE_FALSE(never);
    CHECK(never.error().reason == "request_cancelled");
    CHECK(server.connections() == 1);
}

TEST_CASE("an answer larger than wanted is not taken", "[unit][web]") {
    const std::string large(101, 'x');
    const PlainServer server{saying(GENERATE_COPY(
        "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + large,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + large + "\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n" + large,
        "HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x') + "\r\nContent-Length: 0\r\n\r\n"))};
    web::Client client{everywhere};
    const auto answer = client.send({.url = server.url(), .most_answer = 100});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().reason == "answer_too_large");
}

TEST_CASE("endless headers end", "[unit][web]") {
    const PlainServer server{[](const PlainServer::Peer& peer) {
        (void)peer.read_head();
        peer.say("HTTP/1.1 200 OK\r\n");
        while (peer.say("X-More: and more\r\n")) {
        }
    }};
    web::Client client{everywhere};
    const auto answer = client.send({.url = server.url(), .timeout = 10s});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().reason == "answer_too_large");
}

TEST_CASE("an answer of just the wanted size is taken", "[unit][web]") {
    const PlainServer server{
        saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'x'))};
    web::Client client{everywhere};
    CHECK(client.send({.url = server.url(), .most_answer = 100}));
}

TEST_CASE("what is no whole answer is none", "[unit][web]") {
    const std::string said =
        GENERATE("", "nonsense", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx",
                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                 "HTTP/1.1 200 OK\r\nA: b", "HTTP/1.1 200 OK\r\nA: b\r\n");
    CAPTURE(said);
    const PlainServer server{saying(said)};
    web::Client client{everywhere};
    const auto answer = client.send({.url = server.url()});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == base::Errc::unavailable);
    CHECK(answer.error().reason == "request_failed");
}

TEST_CASE("an error tells where a request went, and nothing of what it said", "[unit][web]") {
    const PlainServer server{saying("")};
    web::Client client{everywhere};
    const auto answer = client.send({.method = "POST",
                                     .url = server.url("/hooks/secret?token=secret"),
                                     .headers = {{"Authorization", "Bearer secret"}},
                                     .body = "secret"});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().what.find("POST http://127.0.0.1:") == 0);
    CHECK(answer.error().what.find("secret") == std::string::npos);
}

TEST_CASE("a server without a certificate is not spoken to over TLS", "[unit][web]") {
    const PlainServer server{[](const PlainServer::Peer& peer) {
        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        peer.wait();
    }};
    web::Client client{everywhere};
    const auto answer = client.send({.url = "https" + server.url().substr(4), .timeout = 5s});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().reason == "request_failed");
}
