#include "http/testing.hpp"

#include <future>
#include <stdexcept>

using namespace hatif::http;
using namespace std::chrono_literals;

namespace {

std::string post(const std::string& path, std::size_t announced) {
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(announced) +
           "\r\n\r\n";
}

} // namespace

TEST_CASE("a body that is not wanted is not waited for", "[http][server]") {
    auto options = on_any_port();
    options.wants_body = [](const Request& head) { return head.headers.find("Key").has_value(); };
    Server server{options, answering_at_once()};
    const Client client{server.port()};
    client.send(post("/stranger", 1'000));
    const auto answer = client.read_all();
    CHECK(has(answer, "POST /stranger ?  : "));
    CHECK(has(answer, "Connection: close"));

    const Client patient{server.port()};
    patient.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n"
                 "Expect: 100-continue\r\n\r\n");
    CHECK_FALSE(has(patient.read_all(), "100 Continue"));

    const Client known{server.port()};
    known.send("POST / HTTP/1.1\r\nHost: h\r\nKey: k\r\nContent-Length: 2\r\n\r\nok");
    CHECK(has(known.read_until(": ok"), "HTTP/1.1 200"));
}

TEST_CASE("a head that announces much takes no memory for it", "[http][server]") {
    auto options = on_any_port();
    options.body_limit = [](const Request&) { return std::uint64_t{1} << 62; };
    Server server{options, answering_at_once()};
    const Client client{server.port()};
    client.send(post("/", std::size_t{1} << 47)); // more than there is: reserving it would throw
    CHECK_FALSE(client.hears(200ms));
    const Client other{server.port()};
    other.send(post("/", 2) + "ok");
    CHECK(has(other.read_until(": ok"), "HTTP/1.1 200"));
}

TEST_CASE("bodies have one budget, and give it back when they are answered", "[http][server]") {
    auto options = on_any_port();
    options.most_body_bytes = 150;
    std::promise<Responder> asked;
    Server server{options, [&](const Request& request, const Responder& respond) {
                      if (request.path == "/slow") return asked.set_value(respond);
                      respond(echo(request));
                  }};
    const Client slow{server.port()};
    slow.send(post("/slow", 100) + std::string(100, 'x'));
    const auto respond = asked.get_future().get();

    const Client refused{server.port()};
    refused.send(post("/", 51) + std::string(51, 'x'));
    const auto answer = refused.read_all();
    CHECK(has(answer, "HTTP/1.1 503"));
    CHECK(has(answer, "Retry-After"));
    const Client small{server.port()};
    small.send(post("/", 50) + std::string(49, 'x') + "y");
    CHECK(has(small.read_until("xy"), "HTTP/1.1 200"));

    respond({204});
    slow.read_until("\r\n\r\n");
    const Client next{server.port()}; // the first one is still there, and holds nothing
    next.send(post("/", 100) + std::string(99, 'x') + "y");
    CHECK(has(next.read_until("xy"), "HTTP/1.1 200"));
}

TEST_CASE("one connection too many is closed at once", "[http][server]") {
    auto options = on_any_port();
    options.most_connections = 1;
    Server server{options, answering_at_once()};
    {
        const Client first{server.port()};
        first.send(post("/", 2) + "ok");
        CHECK(has(first.read_until(": ok"), "HTTP/1.1 200"));
        const Client second{server.port()};
        CHECK(second.hears(2s));
        CHECK(second.read_all().empty());
        first.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        CHECK(has(first.read_until(": "), "HTTP/1.1 200"));
    }
    const auto answered = [&] {
        const Client next{server.port()};
        return next.try_send("GET / HTTP/1.1\r\nHost: h\r\n\r\n") &&
               has(next.read_until(" : "), "HTTP/1.1 200");
    };
    bool has_place = false;
    for (int tries = 0; tries < 1'000 && !has_place; ++tries) has_place = answered();
    CHECK(has_place);
}

TEST_CASE("a client that dribbles its body is closed at the body's deadline", "[http][server]") {
    auto options = on_any_port();
    options.body_timeout = 1s;
    Server server{options, answering_at_once()};
    const Client client{server.port()};
    client.send(post("/", 100));
    int sent = 0;
    while (sent < 60 && !client.hears(100ms)) sent += client.try_send("x") ? 1 : 0;
    CHECK(sent < 30);
    CHECK(client.read_all().empty());
}

TEST_CASE("what a handler throws ends its request alone", "[http][server]") {
    auto options = on_any_port();
    std::promise<std::string> told;
    options.on_failure = [&](std::string_view what) { told.set_value(std::string{what}); };
    Server server{options, [](const Request& request, const Responder& respond) {
                      if (request.path == "/throw") throw std::runtime_error{"out of luck"};
                      respond(echo(request));
                  }};
    const Client client{server.port()};
    client.send("GET /throw HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(has(client.read_until("not answered"), "HTTP/1.1 500"));
    CHECK(told.get_future().get() == "out of luck");
    client.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(has(client.read_until("/next"), "HTTP/1.1 200"));
}
