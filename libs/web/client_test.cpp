#include "web/client.hpp"

#include "http/server.hpp"
#include "web/plain_server.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <map>
#include <sys/mman.h>
#include <thread>

using namespace hatif;
using web::testing::PlainServer;

namespace {

const web::Reach everywhere{.private_networks = true};

/// Says what it was sent.
class Echo {
public:
    std::string url(const std::string& rest) const {
        return "http://127.0.0.1:" + std::to_string(server_.port()) + rest;
    }

private:
    static http::Response echo(const http::Request& request) {
        http::Response response{.status = 200};
        for (const auto& [name, value] : request.headers) {
            response.headers.add("Sent-" + name, value);
        }
        response.body =
            request.method + ' ' + request.path + " ? " + request.query + " : " + request.body;
        return response;
    }

    http::Server server_{http::ServerOptions{.listen = "127.0.0.1:0"},
                         [](const http::Request& request, const http::Responder& respond) {
                             respond(echo(request));
                         }};
};

PlainServer::Script answering(const std::string& answer) {
    return [answer](const PlainServer::Peer& peer) {
        while (!peer.read_head().empty() && peer.say(answer)) {
        }
    };
}

} // namespace

TEST_CASE("a request arrives as it was told", "[unit][web]") {
    const Echo server;
    web::Client client{everywhere};
    const std::string method = GENERATE("GET", "POST", "PUT", "PATCH", "DELETE");
    const std::string body = GENERATE("", "{\"a\":1}");
    const auto answer = client.send({.method = method,
                                     .url = server.url("/a%20b?x=1"),
                                     .headers = {{"X-One", "1"}, {"X-None", ""}},
                                     .body = body});
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == method + " /a%20b ? x=1 : " + body);
    CHECK(answer->header("sent-x-one") == "1");
    CHECK(answer->header("sent-x-none") == "");
    CHECK_FALSE(answer->header("sent-content-type")); // none was told
    CHECK_FALSE(answer->header("sent-expect"));
    CHECK(answer->header("sent-user-agent") == "hatif");
}

TEST_CASE("a body from a file is sent from its first byte on", "[unit][web]") {
    const Echo server;
    web::Client client{everywhere};
    const int file = memfd_create("body", MFD_CLOEXEC);
    const std::string bytes = std::string(3'000'000, 'x') + "end";
    REQUIRE(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    const auto answer = client.send({.method = "PUT",
                                     .url = server.url("/f"),
                                     .most_answer = bytes.size() + 100,
                                     .file = web::FileBody{.file = file, .size = bytes.size()}});
    REQUIRE(answer);
    CHECK(answer->body == "PUT /f ?  : " + bytes);
    CHECK(answer->header("sent-content-length") == std::to_string(bytes.size()));

    const auto longer =
        client.send({.method = "PUT",
                     .url = server.url("/f"),
                     .file = web::FileBody{.file = file, .size = bytes.size() + 1}});
    REQUIRE_FALSE(longer); // never a part for the whole
    CHECK(longer.error().reason == "request_failed");
    ::close(file);
}

TEST_CASE("an answer to HEAD has headers alone", "[unit][web]") {
    const PlainServer server{
        answering("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\nETag: \"a\"\r\n\r\n")};
    web::Client client{everywhere};
    const auto answer = client.send({.method = "HEAD", .url = server.url(), .most_answer = 10});
    REQUIRE(answer);
    CHECK(answer->header("Content-Length") == "12345");
    CHECK(answer->body.empty());
}

TEST_CASE("a signed request says what its signature covers", "[unit][web]") {
    const Echo server;
    web::Client client{everywhere};
    const auto answer = client.send(
        {.method = "PUT",
         .url = server.url("/bucket/key"),
         .body = "hello",
         .signing = web::Signing{.key_id = "me", .secret = "secret", .region = "eu-west-1"}});
    REQUIRE(answer);
    CHECK(answer->header("sent-x-amz-content-sha256") == web::sha256_of("hello"));
    const auto authorization = std::string{answer->header("sent-authorization").value()};
    CHECK(authorization.find("AWS4-HMAC-SHA256 Credential=me/") == 0);
    CHECK(authorization.find("/eu-west-1/s3/aws4_request") != std::string::npos);
    CHECK(authorization.find("secret") == std::string::npos);
}

TEST_CASE("no redirect is followed, no cookie kept, and the last answer counts", "[unit][web]") {
    std::string second;
    const PlainServer server{[&](const PlainServer::Peer& peer) {
        (void)peer.read_head();
        peer.say("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n"
                 "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\n"
                 "Content-Length: 0\r\n\r\n");
        second = peer.read_head();
        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        peer.wait();
    }};
    web::Client client{everywhere};
    const auto answer = client.send({.url = server.url("/first")});
    REQUIRE(answer);
    CHECK(answer->status == 302);
    CHECK(answer->header("Location") == "/elsewhere");
    CHECK_FALSE(answer->header("X-Interim"));
    REQUIRE(client.send({.url = server.url("/second")}));
    CHECK(second.find("GET /second ") == 0);
    CHECK(second.find("Cookie") == std::string::npos);
}

TEST_CASE("connections are kept for the next request", "[unit][web]") {
    const PlainServer server{answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")};
    web::Client client{everywhere};
    for (int i = 0; i < 10; ++i) REQUIRE(client.send({.url = server.url()}));
    CHECK(server.connections() == 1);
}

TEST_CASE("a kept connection that the server closed is opened anew", "[unit][web]") {
    const PlainServer server{[](const PlainServer::Peer& peer) {
        (void)peer.read_head();
        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"); // and closes
    }};
    web::Client client{everywhere};
    for (int i = 0; i < 5; ++i) {
        REQUIRE(client.send({.method = "POST", .url = server.url(), .body = "x"}));
    }
    CHECK(server.connections() == 5);
}

TEST_CASE("any number of threads may send at once", "[unit][web]") {
    const Echo server;
    web::Client client{everywhere};
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) {
                const auto path = '/' + std::to_string(t) + '-' + std::to_string(i);
                const auto answer = client.send({.url = server.url(path)});
                if (answer && answer->body == "GET " + path + " ?  : ") ++right;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(right == 160);
}

TEST_CASE("proxies of the environment are not asked", "[unit][web]") {
    const Echo server;
    web::Client client{everywhere};
    for (const auto* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) {
        ::setenv(name, "http://127.0.0.1:1", 1);
    }
    CHECK(client.send({.url = server.url("/")}));
    for (const auto* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
}

TEST_CASE("what would break a message's frame is not sent", "[unit][web]") {
    const PlainServer server{answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")};
    web::Client client{everywhere};
    const auto [method, name, value] = GENERATE(table<std::string, std::string, std::string>({
        {"GET /x HTTP/1.1\r\n", "A", "b"},
        {"", "A", "b"},
        {"GET", "A", "b\r\nC: d"},
        {"GET", "A", "b\nC: d"},
        {"GET", "A", std::string{"b\0c", 3}},
        {"GET", "A:", "b"},
        {"GET", "", "b"},
        {"GET", "A b", "c"},
        {"GET", "Content-Length", "7"},
        {"GET", "transfer-encoding", "chunked"},
        {"GET", "Host", "elsewhere"},
    }));
    const auto answer =
        client.send({.method = method, .url = server.url(), .headers = {{name, value}}});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().reason == "request_refused");
    CHECK(server.connections() == 0);
}
