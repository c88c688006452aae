#include "http/body_source.hpp"
#include "http/testing.hpp"

#include <algorithm>
#include <deque>
#include <future>

using namespace hatif::http;

namespace {

using Pieces = std::deque<std::optional<std::string>>;

/// Gives the pieces one by one, each from a thread of its own.
class Given final : public BodySource {
public:
    explicit Given(Pieces pieces) : pieces_{std::move(pieces)} {}
    void next(Taken taken) override {
        asking_ = std::async(std::launch::async, [this, taken = std::move(taken)] {
            auto piece = pieces_.empty() ? std::optional<std::string>{""} : pieces_.front();
            if (!pieces_.empty()) pieces_.pop_front();
            taken(std::move(piece));
        });
    }

private:
    Pieces pieces_;
    std::future<void> asking_;
};

/// Never has a piece; tells when it is asked for one, and when it is let go of.
class Silent final : public BodySource {
public:
    Silent(std::promise<Taken>& asked, std::shared_ptr<std::promise<void>> gone)
        : asked_{asked}, gone_{std::move(gone)} {}
    Silent(const Silent&) = delete;
    ~Silent() override { gone_->set_value(); }
    void next(Taken taken) override { asked_.set_value(std::move(taken)); }

private:
    std::promise<Taken>& asked_;
    const std::shared_ptr<std::promise<void>> gone_;
};

Handler giving(Pieces pieces, std::optional<std::uint64_t> size = {}) {
    return [=](const Request&, const Responder& respond) {
        Response response{200, {{"X-Kind", "made"}}};
        response.source = std::make_shared<Given>(pieces);
        response.size = size;
        respond(response);
    };
}

constexpr const char* ask = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
constexpr const char* ask_and_close = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

} // namespace

TEST_CASE("a body of unknown size comes in chunks, and the connection stays", "[http][streamed]") {
    Server server{on_any_port(), giving({"hello ", "world"})};
    const Client client{server.port()};
    for (int n = 0; n < 2; ++n) {
        client.send(ask);
        const auto answer = client.read_until("0\r\n\r\n");
        CHECK(has(answer, "Transfer-Encoding: chunked"));
        CHECK(has(answer, "6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n"));
    }
}

TEST_CASE("a body of known size comes bare, with its length", "[http][streamed]") {
    Server server{on_any_port(), giving({"hello ", "world"}, 11)};
    const Client client{server.port()};
    client.send(ask);
    const auto answer = client.read_until("world");
    CHECK(has(answer, "Content-Length: 11"));
    CHECK(has(answer, "\r\n\r\nhello world"));
}

TEST_CASE("a body that breaks off is cut, not ended", "[http][streamed]") {
    const auto pieces = GENERATE(Pieces{"hello", std::nullopt}, Pieces{std::nullopt});
    Server server{on_any_port(), giving(pieces)};
    const Client client{server.port()};
    client.send(ask);
    CHECK_FALSE(has(client.read_all(), "0\r\n\r\n"));
}

TEST_CASE("a body that is not as long as was said is cut", "[http][streamed]") {
    const auto size = GENERATE(4, 6);
    Server server{on_any_port(), giving({"hello"}, size)};
    const Client client{server.port()};
    client.send(ask);
    client.read_all(); // ends: the connection is closed, though the client did not ask for it
    CHECK(server.stop(std::chrono::seconds{1}));
}

TEST_CASE("an HTTP/1.0 client reads to the connection's end", "[http][streamed]") {
    Server server{on_any_port(), giving({"hello ", "world"})};
    const Client client{server.port()};
    client.send("GET / HTTP/1.0\r\n\r\n");
    const auto answer = client.read_all();
    CHECK_FALSE(has(answer, "chunked"));
    CHECK(answer.ends_with("\r\n\r\nhello world"));
}

TEST_CASE("HEAD asks the source for nothing", "[http][streamed]") {
    Server server{on_any_port(), giving({"hello"}, 5)};
    const Client client{server.port()};
    client.send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const auto answer = client.read_all();
    CHECK(has(answer, "Content-Length: 5"));
    CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("a source that is silent is let go of when the client closes", "[http][streamed]") {
    const auto gone = std::make_shared<std::promise<void>>();
    std::promise<BodySource::Taken> asked;
    Server server{on_any_port(), [&](const Request&, const Responder& respond) {
                      Response response{200, {}};
                      response.source = std::make_shared<Silent>(asked, gone);
                      respond(response);
                  }};
    BodySource::Taken taken;
    {
        const Client client{server.port()};
        client.send(ask);
        CHECK(has(client.read_until("\r\n\r\n"), "200 OK"));
        taken = asked.get_future().get();
    }
    CHECK(gone->get_future().wait_for(std::chrono::seconds{20}) == std::future_status::ready);
    taken("too late");
    CHECK(server.stop(std::chrono::seconds{20}));
}

TEST_CASE("a request that comes before a streamed answer's end is answered behind it",
          "[http][streamed]") {
    Server server{on_any_port(), giving({"hello ", "world"})};
    const Client client{server.port()};
    client.send(std::string{ask} + ask_and_close);
    const auto answers = client.read_all();
    CHECK(answers.find("world") != answers.rfind("world"));
    CHECK(answers.ends_with("0\r\n\r\n"));
}

TEST_CASE("a large body leaves whole", "[http][streamed]") {
    Pieces pieces;
    for (int n = 0; n < 40; ++n) pieces.emplace_back(std::string(256 << 10, 'x'));
    Server server{on_any_port(), giving(pieces)};
    const Client client{server.port()};
    client.send(ask_and_close);
    const auto answer = client.read_all();
    CHECK(static_cast<std::size_t>(std::count(answer.begin(), answer.end(), 'x')) ==
          40 * (256 << 10));
}
