#include "http/testing.hpp"

#include <future>

using namespace hatif::http;
using namespace std::chrono_literals;

TEST_CASE("a request reaches its handler whole, and the connection stays", "[http][server]") {
    Server server{on_any_port(), answering_at_once()};
    const Client client{server.port()};
    client.send("POST /a/b?c=d HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
    CHECK(has(client.read_until("hello"), "POST /a/b ? c=d : hello"));
    client.send("GET http://h/again HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(has(client.read_until(": "), "HTTP/1.1 200"));
}

TEST_CASE("a request tells the address that it comes from", "[http][server]") {
    Server server{on_any_port(), [](const Request& request, const Responder& respond) {
                      respond({200, {}, "from " + request.client});
                  }};
    const Client client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(has(client.read_until("127.0.0.1"), "from 127.0.0.1"));
}

TEST_CASE("two requests sent at once are answered in their order", "[http][server]") {
    Server server{on_any_port(), answering_at_once()};
    const Client client{server.port()};
    client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto both = client.read_until("/2");
    CHECK(both.find("/1") < both.find("/2"));
}

TEST_CASE("an answer may come later, from another thread", "[http][server]") {
    std::promise<Responder> asked;
    Server server{on_any_port(),
                  [&](const Request&, Responder respond) { asked.set_value(respond); }};
    const Client client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    asked.get_future().get()({202, {{"X-Mark", "late"}}, "here"});
    const auto answer = client.read_until("here");
    CHECK(has(answer, "HTTP/1.1 202"));
    CHECK(has(answer, "X-Mark: late"));
}

TEST_CASE("a handler that forgets to answer answers 500", "[http][server]") {
    Server server{on_any_port(), [](const Request&, const Responder&) {}};
    const Client client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(has(client.read_until("not answered"), "HTTP/1.1 500"));
}

TEST_CASE("what is no HTTP is answered 400 and closed", "[http][server]") {
    Server server{on_any_port(), answering_at_once()};
    for (const auto* broken :
         {"hello\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "GET\r\n\r\n"}) {
        const Client client{server.port()};
        client.send(broken);
        CHECK(has(client.read_all(), "HTTP/1.1 400"));
    }
}

TEST_CASE("a body above its limit is answered 413 before it is read", "[http][server]") {
    Server server{on_any_port(), answering_at_once()};
    const Client announced{server.port()};
    announced.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n");
    CHECK(has(announced.read_all(), "HTTP/1.1 413"));

    const Client chunked{server.port()};
    chunked.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" +
                 std::string(101, 'x') + "\r\n0\r\n\r\n");
    CHECK(has(chunked.read_all(), "HTTP/1.1 413"));
}

TEST_CASE("a head without end is answered 431", "[http][server]") {
    Server server{on_any_port(), answering_at_once()};
    const Client client{server.port()};
    client.send("GET / HTTP/1.1\r\nX: " + std::string(40'000, 'x'));
    CHECK(has(client.read_all(), "HTTP/1.1 431"));
}

TEST_CASE("a client that waits for leave to send its body gets it", "[http][server]") {
    Server server{on_any_port(), answering_at_once()};
    const Client client{server.port()};
    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    CHECK(has(client.read_until("\r\n\r\n"), "100 Continue"));
    client.send("ok");
    CHECK(has(client.read_until(": ok"), "HTTP/1.1 200"));
}

TEST_CASE("HEAD answers as GET does, without the body", "[http][server]") {
    Server server{on_any_port(), answering_at_once()};
    const Client client{server.port()};
    client.send("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const auto answer = client.read_all();
    CHECK(has(answer, "Content-Length: "));
    CHECK(answer.substr(answer.size() - 4) == "\r\n\r\n");
}

TEST_CASE("204 carries neither body nor length", "[http][server]") {
    Server server{on_any_port(), [](const Request&, const Responder& respond) { respond({204}); }};
    const Client client{server.port()};
    client.send("DELETE /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    CHECK_FALSE(has(client.read_all(), "Content-Length"));
}

TEST_CASE("a server that stops answers what runs and takes nothing more", "[http][server]") {
    std::promise<Responder> asked;
    Server server{on_any_port(),
                  [&](const Request&, Responder respond) { asked.set_value(respond); }};
    const Client client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto respond = asked.get_future().get();
    CHECK_FALSE(server.stop(1ms));
    auto stopped = std::async(std::launch::async, [&] { return server.stop(5s); });
    respond({200, {}, "at last"});
    CHECK(stopped.get());
    CHECK(has(client.read_until("at last"), "HTTP/1.1 200"));
}

TEST_CASE("an answer that comes after the server's end goes nowhere", "[http][server]") {
    std::promise<Responder> asked;
    auto server = std::make_unique<Server>(
        on_any_port(), [&](const Request&, Responder respond) { asked.set_value(respond); });
    const Client client{server->port()};
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto respond = asked.get_future().get();
    server.reset();
    respond({200, {}, "too late"});
    CHECK(client.read_all().empty());
}

TEST_CASE("an address that is taken is refused at the start", "[http][server]") {
    Server server{on_any_port(), answering_at_once()};
    auto options = on_any_port();
    options.listen = "127.0.0.1:" + std::to_string(server.port());
    CHECK_THROWS_WITH((Server{options, answering_at_once()}), Catch::Contains("cannot listen"));
}
