#pragma once

#include "http/server.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hatif::http {

/// A client that sends what it is told, byte by byte.
class Client {
public:
    explicit Client(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
        const timeval patience{5, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    Client(const Client&) = delete;
    ~Client() { ::close(socket_); }

    void send(const std::string& text) const {
        REQUIRE(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
                static_cast<ssize_t>(text.size()));
    }

    /// What comes until the text does, or until the other side closes.
    std::string read_until(const std::string& text) const {
        std::string got;
        char piece[4096];
        while (got.find(text) == std::string::npos) {
            const auto count = ::recv(socket_, piece, sizeof piece, 0);
            if (count <= 0) break;
            got.append(piece, static_cast<std::size_t>(count));
        }
        return got;
    }

    std::string read_all() const { return read_until("\r\n\r\nnever"); }

    /// False when the other side has closed.
    bool try_send(const std::string& text) const {
        return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) > 0;
    }

    /// Whether the other side says something or closes within that time.
    bool hears(std::chrono::milliseconds patience) const {
        pollfd one{socket_, POLLIN, 0};
        return ::poll(&one, 1, static_cast<int>(patience.count())) > 0;
    }

private:
    int socket_;
};

inline Response echo(const Request& request) {
    return {200,
            {},
            request.method + " " + request.path + " ? " + request.query + " : " + request.body};
}

inline ServerOptions on_any_port() {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.body_limit = [](const Request&) { return std::uint64_t{100}; };
    return options;
}

inline Handler answering_at_once() {
    return [](const Request& request, const Responder& respond) { respond(echo(request)); };
}

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace hatif::http
