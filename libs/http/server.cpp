#include "http/server.hpp"

#include "http/session.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace hatif::http {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using error_code = boost::system::error_code;

namespace {

constexpr auto accept_pause = std::chrono::milliseconds{100};

tcp::endpoint endpoint_of(asio::io_context& io, const std::string& listen) {
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error{listen + " is not host:port"};
    error_code why;
    const auto found = tcp::resolver{io}.resolve(listen.substr(0, colon), listen.substr(colon + 1),
                                                 tcp::resolver::passive, why);
    if (why || found.empty()) throw std::runtime_error{listen + ": " + why.message()};
    return found.begin()->endpoint();
}

} // namespace

void print_failure(std::string_view what) {
    std::cerr << "http: " << what << '\n';
}

class Server::Core {
public:
    Core(ServerOptions options, Handler handler)
        : around_{options, std::move(handler), std::make_shared<Gate>(),
                  Budget{options.most_body_bytes}, Budget{options.most_connections}} {
        const auto endpoint = endpoint_of(io_, options.listen);
        error_code why;
        acceptor_.open(endpoint.protocol(), why);
        if (!why) acceptor_.set_option(tcp::acceptor::reuse_address{true}, why);
        if (!why) acceptor_.bind(endpoint, why);
        if (!why) acceptor_.listen(tcp::acceptor::max_listen_connections, why);
        if (why) throw std::runtime_error{"cannot listen on " + options.listen};
        accept();
        for (unsigned n = 0; n < std::max(1U, options.threads); ++n) {
            threads_.emplace_back([this] { run(); });
        }
    }

    ~Core() {
        io_.stop();
        for (auto& thread : threads_) thread.join();
        around_.gate->close();
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    bool stop(std::chrono::milliseconds patience) {
        asio::post(acceptor_.get_executor(), [this] { acceptor_.cancel(); });
        return around_.gate->drain(patience);
    }

private:
    // What one connection throws ends that connection.
    void run() {
        for (bool ended = false; !ended;) {
            try {
                io_.run();
                ended = true;
            } catch (const std::exception& failure) {
                around_.options.on_failure(failure.what());
            }
        }
    }

    void accept() {
        acceptor_.async_accept(asio::make_strand(io_), [this](error_code why, tcp::socket socket) {
            if (why == asio::error::operation_aborted) return;
            if (why) return rest(); // out of file descriptors, say: some connection will end
            admit(std::move(socket));
            accept();
        });
    }

    /// Closes it at once when there are too many. Throws nothing: who accepts must go on.
    void admit(tcp::socket socket) try {
        Share place{around_.connections};
        if (place.take(1)) start_session(std::move(socket), std::move(place), around_);
    } catch (const std::exception& failure) {
        around_.options.on_failure(failure.what());
    }

    void rest() {
        resting_.expires_after(accept_pause);
        resting_.async_wait([this](error_code why) {
            if (!why) accept();
        });
    }

    Surroundings around_;
    asio::io_context io_;
    // Sessions that wait for their answer are no work in asio's eyes.
    asio::executor_work_guard<asio::io_context::executor_type> busy_{io_.get_executor()};
    tcp::acceptor acceptor_{asio::make_strand(io_)};
    asio::steady_timer resting_{acceptor_.get_executor()};
    std::vector<std::thread> threads_;
};

Server::Server(ServerOptions options, Handler handler)
    : core_{std::make_unique<Core>(std::move(options), std::move(handler))} {}

Server::~Server() = default;

std::uint16_t Server::port() const {
    return core_->port();
}

bool Server::stop(std::chrono::milliseconds patience) {
    return core_->stop(patience);
}

} // namespace hatif::http
