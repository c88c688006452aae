#include "http/server.hpp"

#include "http/gate.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

// One connection is one Session on its own strand:
//
//   reading head --> reading body --> waiting for the handler's answer --> writing --> reading head
//         |                |                                                  |
//         +--- refused ----+---------> writing, then closed                   +--> closed
//
// While it waits, it is kept by the Gate alone.
namespace hatif::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using error_code = boost::system::error_code;

namespace {

constexpr std::size_t json_padding = 64; // what simdjson reads beyond a text's end, at most
constexpr std::uint32_t most_head_bytes = 32 << 10;
constexpr auto linger = std::chrono::seconds{2};
constexpr auto accept_pause = std::chrono::milliseconds{100};

Request head_of(const beast::http::request_header<>& from) {
    Request head;
    head.method = std::string{from.method_string()};
    read_target({from.target().data(), from.target().size()}, head);
    for (const auto& field : from) {
        head.headers.add(std::string{field.name_string()}, std::string{field.value()});
    }
    return head;
}

unsigned status_of(error_code why) {
    if (why == beast::http::error::body_limit) return 413;
    if (why == beast::http::error::header_limit) return 431;
    return 400;
}

class Session final : public Waiting, public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket,
            const ServerOptions& options,
            const Handler& handler,
            std::shared_ptr<Gate> gate)
        : stream_{std::move(socket)}, options_{options}, handler_{handler}, gate_{std::move(gate)} {
    }

    ~Session() override { settle(); }

    void start() {
        error_code ignored;
        stream_.socket().set_option(tcp::no_delay{true}, ignored);
        asio::post(stream_.get_executor(), [self = shared_from_this()] { self->await_request(); });
    }

    void answer_later(std::optional<Response> response) override {
        asio::post(stream_.get_executor(),
                   [self = shared_from_this(), response = std::move(response)]() mutable {
                       self->answer(std::move(response));
                   });
    }

private:
    /// Idle until the first byte of a request, which may be here already.
    void await_request() {
        parser_.emplace();
        parser_->header_limit(most_head_bytes);
        // judge_head sets it. Boost 1.74 takes `none` for the least of all limits.
        parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
        head_ = {};
        if (buffer_.size() > 0) return read_head();
        stream_.expires_after(options_.idle_timeout);
        stream_.async_read_some(buffer_.prepare(4096),
                                [self = shared_from_this()](error_code why, std::size_t count) {
                                    if (why) return; // the client went, or was idle: both are usual
                                    self->buffer_.commit(count);
                                    self->read_head();
                                });
    }

    void read_head() {
        stream_.expires_after(options_.head_timeout);
        beast::http::async_read_header(stream_, buffer_, *parser_,
                                       [self = shared_from_this()](error_code why, std::size_t) {
                                           self->head_ = head_of(self->parser_->get());
                                           if (why) return self->refuse(why);
                                           self->judge_head();
                                       });
    }

    void judge_head() {
        const auto limit = options_.body_limit(head_);
        const auto announced = parser_->content_length();
        if (announced && *announced > limit) return refuse(beast::http::error::body_limit);
        parser_->body_limit(limit);
        if (announced) parser_->get().body().reserve(*announced + json_padding);
        const auto expects = head_.headers.find("Expect");
        if (expects && !parser_->is_done()) return send_continue();
        read_body();
    }

    void send_continue() {
        static const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        stream_.expires_after(options_.head_timeout);
        asio::async_write(stream_, asio::buffer(go_on),
                          [self = shared_from_this()](error_code why, std::size_t) {
                              if (!why) self->read_body();
                          });
    }

    void read_body() {
        if (parser_->is_done()) return hand_over();
        stream_.expires_after(options_.body_timeout);
        beast::http::async_read_some(stream_, buffer_, *parser_,
                                     [self = shared_from_this()](error_code why, std::size_t) {
                                         if (why) return self->refuse(why);
                                         self->read_body();
                                     });
    }

    void hand_over() {
        stream_.expires_never();
        auto request = head_;
        request.body = std::move(parser_->get().body());
        request.body.reserve(request.body.size() + json_padding);
        auto responder = gate_->admit(shared_from_this());
        if (!responder) return;
        counted_ = true;
        handler_(std::move(request), std::move(*responder));
    }

    void answer(std::optional<Response> response) {
        write(response ? std::move(*response)
                       : options_.refuse(500, "the request was not answered", head_),
              parser_->get().keep_alive());
    }

    void refuse(error_code why) {
        // Too slow a client is closed by Beast without a word; one that went hears none.
        if (why == beast::error::timeout || why == beast::http::error::end_of_stream ||
            why == asio::error::eof || why == asio::error::connection_reset) {
            return;
        }
        const auto status = status_of(why);
        write(options_.refuse(status, why.message(), head_), false);
    }

    void write(Response from, bool keep_alive) {
        reply_.emplace();
        reply_->version(parser_->get().version() == 10 ? 10 : 11);
        reply_->result(from.status);
        reply_->set(beast::http::field::date, http_date(std::time(nullptr)));
        for (const auto& [name, value] : from.headers) reply_->insert(name, value);
        const bool has_no_body = from.status == 204 || from.status == 304;
        if (!has_no_body) reply_->content_length(from.body.size());
        if (!has_no_body && head_.method != "HEAD") reply_->body() = std::move(from.body);
        reply_->keep_alive(keep_alive);
        stream_.expires_after(options_.body_timeout);
        beast::http::async_write(
            stream_, *reply_, [self = shared_from_this(), keep_alive](error_code why, std::size_t) {
                self->settle();
                if (why) return;
                keep_alive ? self->await_request() : self->finish();
            });
    }

    /// Closes in a way that lets the client read the answer though it is still sending.
    void finish() {
        error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        stream_.expires_after(linger);
        drain();
    }

    void drain() {
        buffer_.clear();
        stream_.async_read_some(buffer_.prepare(64 << 10),
                                [self = shared_from_this()](error_code why, std::size_t) {
                                    if (!why) self->drain();
                                });
    }

    void settle() {
        if (std::exchange(counted_, false)) gate_->settle();
    }

    beast::tcp_stream stream_;
    const ServerOptions& options_;
    const Handler& handler_;
    std::shared_ptr<Gate> gate_;
    beast::flat_buffer buffer_;
    std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
    std::optional<beast::http::response<beast::http::string_body>> reply_;
    Request head_;
    bool counted_ = false;
};

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

class Server::Core {
public:
    Core(ServerOptions options, Handler handler)
        : options_{std::move(options)}, handler_{std::move(handler)} {
        const auto endpoint = endpoint_of(io_, options_.listen);
        error_code why;
        acceptor_.open(endpoint.protocol(), why);
        if (!why) acceptor_.set_option(tcp::acceptor::reuse_address{true}, why);
        if (!why) acceptor_.bind(endpoint, why);
        if (!why) acceptor_.listen(tcp::acceptor::max_listen_connections, why);
        if (why) throw std::runtime_error{"cannot listen on " + options_.listen};
        accept();
        for (unsigned n = 0; n < std::max(1U, options_.threads); ++n) {
            threads_.emplace_back([this] { io_.run(); });
        }
    }

    ~Core() {
        io_.stop();
        for (auto& thread : threads_) thread.join();
        gate_->close();
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    bool stop(std::chrono::milliseconds patience) {
        asio::post(acceptor_.get_executor(), [this] { acceptor_.cancel(); });
        return gate_->drain(patience);
    }

private:
    void accept() {
        acceptor_.async_accept(asio::make_strand(io_), [this](error_code why, tcp::socket socket) {
            if (why == asio::error::operation_aborted) return;
            if (why) return rest(); // out of file descriptors, say: some connection will end
            std::make_shared<Session>(std::move(socket), options_, handler_, gate_)->start();
            accept();
        });
    }

    void rest() {
        resting_.expires_after(accept_pause);
        resting_.async_wait([this](error_code why) {
            if (!why) accept();
        });
    }

    const ServerOptions options_;
    const Handler handler_;
    std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
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
