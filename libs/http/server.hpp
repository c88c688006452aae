#pragma once

#include "http/message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

/// An HTTP/1.1 server on callbacks: a few threads, any number of connections.
namespace hatif::http {

class Answering;

/// Answers one request, once, from any thread, at once or later. Copies answer the same request;
/// when the last one goes without an answer, the client gets 500.
class Responder {
public:
    explicit Responder(std::shared_ptr<Answering> answering) : answering_{std::move(answering)} {}
    void operator()(Response response) const;

private:
    std::shared_ptr<Answering> answering_;
};

/// Runs on one of the server's threads and must not block them for long.
using Handler = std::function<void(Request, Responder)>;

/// Makes the answer to what never reached the handler, or was never answered by it: 400 malformed,
/// 413 body too large, 431 header fields too large, 500 unanswered, 503 too much at once. `head` is
/// the request as far as it was understood.
using Refuse = std::function<Response(unsigned status, std::string_view what, const Request& head)>;

/// The status and one line of text; 503 with Retry-After.
Response plain_refusal(unsigned status, std::string_view what, const Request& head);

/// To standard error.
void print_failure(std::string_view what);

struct ServerOptions {
    /// "host:port"; port 0 takes a free one.
    std::string listen;
    unsigned threads = 1;
    /// The most bytes that the body of this request (a head without body) may have; above it the
    /// client gets 413. Asked before the body is read.
    std::function<std::uint64_t(const Request& head)> body_limit =
        [](const Request&) -> std::uint64_t { return 10 << 20; };
    /// Whether the body of this request is to be read at all. If not, the handler gets the request
    /// without it at once, and the connection is closed after the answer. Asked before body_limit.
    std::function<bool(const Request& head)> wants_body = [](const Request&) { return true; };
    Refuse refuse = plain_refusal;
    /// Told what a handler or a connection threw; only that one ends.
    std::function<void(std::string_view what)> on_failure = print_failure;
    /// Of all requests that are being received or answered; above it the client gets 503.
    std::uint64_t most_body_bytes = 1 << 30;
    /// One more is closed at once.
    std::uint64_t most_connections = 10'000;
    /// For the head of a request, from its first byte; for every 10 MiB of its body, begun, and of
    /// the answer's; for a connection between two requests. Who is slower is closed.
    std::chrono::seconds head_timeout{10};
    std::chrono::seconds body_timeout{30};
    std::chrono::seconds idle_timeout{75};
};

class Server {
public:
    /// Listens and serves. Throws std::runtime_error when the address cannot be bound.
    Server(ServerOptions options, Handler handler);
    /// Stops at once: connections are closed, late answers go nowhere.
    ~Server();

    std::uint16_t port() const;

    /// Takes no more connections or requests, and waits until what runs is answered, at most so
    /// long. True when all of it was.
    bool stop(std::chrono::milliseconds patience);

private:
    class Core;
    std::unique_ptr<Core> core_;
};

} // namespace hatif::http
