#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <functional>
#include <mutex>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace hatif::web::testing {

/// For tests: a server on loopback that says what it is told to, byte by byte.
class PlainServer {
public:
    /// One connection, in the hands of the test.
    class Peer {
    public:
        explicit Peer(int socket) : socket_{socket} {}
        /// The head of a request; empty when the other side has closed.
        std::string read_head() const {
            std::string got;
            char c = 0;
            while (got.find("\r\n\r\n") == std::string::npos && ::recv(socket_, &c, 1, 0) == 1) {
                got += c;
            }
            return got.find("\r\n\r\n") == std::string::npos ? "" : got;
        }
        /// False when the other side has closed.
        bool say(const std::string& text) const {
            return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
                   static_cast<ssize_t>(text.size());
        }
        /// Until the other side closes.
        void wait() const {
            char c = 0;
            while (::recv(socket_, &c, 1, 0) == 1) {
            }
        }

    private:
        int socket_;
    };
    /// Runs on a thread of its own for each connection, which is closed when it is over.
    using Script = std::function<void(const Peer&)>;

    explicit PlainServer(Script script) : script_{std::move(script)} {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        if (::bind(socket_, reinterpret_cast<sockaddr*>(&at), size) != 0 ||
            ::listen(socket_, 16) != 0 ||
            ::getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
            throw std::runtime_error{"no port"};
        }
        port_ = ntohs(at.sin_port);
        listener_ = std::thread{[this] { listen(); }};
    }
    PlainServer(const PlainServer&) = delete;
    ~PlainServer() {
        ::shutdown(socket_, SHUT_RDWR);
        listener_.join();
        {
            const std::lock_guard lock{mutex_};
            for (const int peer : peers_) ::shutdown(peer, SHUT_RDWR);
        }
        for (auto& thread : threads_) thread.join();
        for (const int peer : peers_) ::close(peer);
        ::close(socket_);
    }

    std::string url(const std::string& path = "/") const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }
    int connections() const { return connections_; }

private:
    void listen() {
        for (int peer = ::accept(socket_, nullptr, nullptr); peer >= 0;
             peer = ::accept(socket_, nullptr, nullptr)) {
            ++connections_;
            const std::lock_guard lock{mutex_};
            peers_.push_back(peer);
            threads_.emplace_back([this, peer] {
                script_(Peer{peer});
                ::shutdown(peer, SHUT_RDWR);
            });
        }
    }

    const Script script_;
    const int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    std::mutex mutex_;
    std::vector<int> peers_;
    std::vector<std::thread> threads_;
    std::thread listener_;
};

} // namespace hatif::web::testing
