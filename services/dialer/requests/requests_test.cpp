#include "dialer/requests/requests.hpp"

#include "web/plain_server.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;
using web::testing::PlainServer;

namespace {

std::string answer(const std::string& body, const char* status = "200 OK") {
    return std::string{"HTTP/1.1 "} + status +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body;
}

/// What is told, in the order in which it came.
struct Bench {
    explicit Bench(std::vector<std::string> allowed = {"127.0.0.1"},
                   RequestQueue::Bounds bounds = {})
        : requests{{.reach = {.allowed = std::move(allowed)}, .bounds = bounds},
                   [this](const base::AttemptId&, call::RequestOver over) {
                       const std::lock_guard lock{mutex};
                       told.push_back(std::move(over));
                       changed.notify_all();
                   },
                   metrics} {}

    std::optional<flow::Fault>
    ask(const std::string& url, int visit = 1, std::chrono::milliseconds timeout = 5s) {
        return requests.send({attempt, "org"},
                             {{visit, 0},
                              {.method = "GET",
                               .url = url,
                               .timeout = timeout,
                               .wanted = {"/name", "/due/0/amount", "/due", "/nothing"}}});
    }

    call::RequestOver next(std::size_t index = 0) {
        std::unique_lock lock{mutex};
        REQUIRE(changed.wait_for(lock, 5s, [&] { return told.size() > index; }));
        return told[index];
    }

    const base::AttemptId attempt{base::Uuid::derived({}, 1)};
    observability::Metrics metrics;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<call::RequestOver> told;
    Requests requests; // last: it tells the others
};

/// Answers no request before the test ends.
void keep_silent(const PlainServer::Peer& peer) {
    peer.read_head();
    peer.wait();
}

} // namespace

TEST_CASE("values are taken out of a server's answer: texts, numbers, true and false",
          "[dialer][requests]") {
    const PlainServer server{[](const auto& peer) {
        peer.read_head();
        peer.say(answer(R"({"name":"Zineb","due":[{"amount":12.5}]})"));
    }};
    Bench bench;
    REQUIRE_FALSE(bench.ask(server.url("/people/1?key=k")));
    const auto over = bench.next();
    CHECK(over.request == call::Ticket{1, 0});
    CHECK(over.status == 200);
    CHECK_FALSE(over.fault);
    CHECK(over.values ==
          std::vector<flow::Value>{std::string{"Zineb"}, 12.5, flow::Null{}, flow::Null{}});
    CHECK_THAT(bench.metrics.text(), Catch::Contains("hatif_dialer_http_requests_total 1"));
}

TEST_CASE("an answer that says what went wrong has a status and no values", "[dialer][requests]") {
    const PlainServer server{[](const auto& peer) {
        peer.read_head();
        peer.say(answer(R"({"name":"x"})", "404 Not Found"));
    }};
    Bench bench;
    REQUIRE_FALSE(bench.ask(server.url()));
    const auto over = bench.next();
    CHECK(over.status == 404);
    CHECK(over.values == std::vector<flow::Value>(4));
}

TEST_CASE("an answer that is no JSON has no values", "[dialer][requests]") {
    const PlainServer server{[](const auto& peer) {
        peer.read_head();
        peer.say(answer("<html>"));
    }};
    Bench bench;
    REQUIRE_FALSE(bench.ask(server.url()));
    CHECK(bench.next().values == std::vector<flow::Value>(4));
}

TEST_CASE("a server of our own network is not asked unless it is allowed", "[dialer][requests]") {
    const PlainServer server{keep_silent};
    Bench bench{{}};
    REQUIRE_FALSE(bench.ask(server.url()));
    const auto over = bench.next();
    REQUIRE(over.fault);
    CHECK(over.fault->code == "request_refused");
    CHECK(over.status == 0);
    CHECK(server.connections() == 0);
}

TEST_CASE("what is no URL of a server is refused at once", "[dialer][requests]") {
    Bench bench;
    const auto fault = bench.ask("file:///etc/passwd");
    REQUIRE(fault);
    CHECK(fault->code == "request_refused");
}

TEST_CASE("a server that does not answer is waited for as long as the node says",
          "[dialer][requests]") {
    const PlainServer server{keep_silent};
    Bench bench;
    REQUIRE_FALSE(bench.ask(server.url(), 1, 150ms));
    const auto over = bench.next();
    REQUIRE(over.fault);
    CHECK(over.fault->code == "request_timeout");
    CHECK_THAT(bench.metrics.text(), Catch::Contains("hatif_dialer_http_requests_failed_total 1"));
}

TEST_CASE("a slow server does not stop the requests of other calls", "[dialer][requests]") {
    const PlainServer slow{keep_silent};
    const PlainServer quick{[](const auto& peer) {
        peer.read_head();
        peer.say(answer("{}"));
    }};
    Bench bench{{"127.0.0.1"}, {.under_way = 2, .of_a_host = 1}};
    REQUIRE_FALSE(bench.ask(slow.url(), 1));
    REQUIRE_FALSE(bench.ask(slow.url(), 2));
    REQUIRE_FALSE(bench.ask(quick.url(), 3));
    CHECK(bench.next().request.visit == 3);
}

TEST_CASE("a request that never got its turn ends when its time is over", "[dialer][requests]") {
    const PlainServer slow{keep_silent};
    Bench bench{{"127.0.0.1"}, {.under_way = 1}};
    REQUIRE_FALSE(bench.ask(slow.url(), 1));
    REQUIRE_FALSE(bench.ask(slow.url(), 2, 100ms));
    const auto over = bench.next();
    CHECK(over.request.visit == 2);
    REQUIRE(over.fault);
    CHECK(over.fault->code == "request_timeout");
}

TEST_CASE("nothing is told of a request that was taken back", "[dialer][requests]") {
    std::atomic<int> gone{0};
    const PlainServer slow{[&](const auto& peer) {
        peer.read_head();
        peer.wait();
        gone += 1;
    }};
    const PlainServer quick{[](const auto& peer) {
        peer.read_head();
        peer.say(answer("{}"));
    }};
    Bench bench{{"127.0.0.1"}, {.under_way = 1}};
    REQUIRE_FALSE(bench.ask(slow.url(), 1));
    REQUIRE_FALSE(bench.ask(slow.url(), 2));
    while (slow.connections() == 0) std::this_thread::yield();
    bench.requests.cancel(bench.attempt, {2, 0}); // waits
    bench.requests.cancel(bench.attempt, {1, 0}); // is under way
    while (gone == 0) std::this_thread::yield();  // given up, not waited for
    REQUIRE_FALSE(bench.ask(quick.url(), 3));
    CHECK(bench.next().request.visit == 3);
    CHECK(slow.connections() == 1);
}

TEST_CASE("no fault of a secret request says where it went", "[dialer][requests]") {
    Bench bench{{}};
    call::Request secret{{1, 0}, {.method = "GET", .url = "http://127.0.0.1:9/", .secret = true}};
    REQUIRE_FALSE(bench.requests.send({bench.attempt, "org"}, secret));
    const auto over = bench.next();
    REQUIRE(over.fault);
    CHECK(over.fault->what.find("127.0.0.1") == std::string::npos);
}
