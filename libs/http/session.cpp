#include "http/session.hpp"

#include "http/growing_body.hpp"
#include "http/streamed_body.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <limits>
#include <optional>

// One connection is one Session on its own strand:
//
//   reading head --> reading body --> waiting for the handler's answer --> writing --> reading head
//         |                |                        ^                        |
//         +--- refused ----+---------> writing      |                        +--> closed
//         |                            then closed  |
//         +--- body not wanted ---------------------+ (closed after the answer)
//
// Writing a body that is made while it is sent asks its source for one piece after the other.
//
// While it waits, it is kept by the Gate alone.
namespace hatif::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using error_code = boost::system::error_code;

namespace {

constexpr std::uint32_t most_head_bytes = 32 << 10;
constexpr auto linger = std::chrono::seconds{2};
// The body's time is given for each of these, begun.
constexpr std::uint64_t timed_bytes = 10 << 20;

Request head_of(const beast::http::request_header<>& from) {
    Request head;
    head.method = std::string{from.method_string()};
    read_target({from.target().data(), from.target().size()}, head);
    for (const auto& field : from) {
        head.headers.add(std::string{field.name_string()}, std::string{field.value()});
    }
    return head;
}

/// An IPv4 client of a socket for both is told as IPv4.
std::string address_of(const tcp::socket& socket) {
    error_code gone;
    const auto address = socket.remote_endpoint(gone).address();
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address.to_string();
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
}

unsigned status_of(error_code why) {
    if (why == beast::http::error::body_limit) return 413;
    if (why == beast::http::error::header_limit) return 431;
    return 400;
}

class Session final : public Waiting, public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, Share place, Surroundings& around)
        : stream_{std::move(socket)}, options_{around.options}, handler_{around.handler},
          gate_{around.gate}, place_{std::move(place)}, held_{around.bodies} {}

    ~Session() override { settle(); }

    void start() {
        error_code ignored;
        stream_.socket().set_option(tcp::no_delay{true}, ignored);
        client_ = address_of(stream_.socket());
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
        stays_ = true;
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
                                           self->head_.client = self->client_;
                                           if (why) return self->refuse(why);
                                           self->judge_head();
                                       });
    }

    void judge_head() {
        if (parser_->is_done()) return hand_over();
        if (!options_.wants_body(head_)) {
            stays_ = false;
            return hand_over();
        }
        const auto limit = options_.body_limit(head_);
        const auto announced = parser_->content_length();
        if (announced && *announced > limit) return refuse(beast::http::error::body_limit);
        parser_->body_limit(limit);
        time_for_body_ = options_.body_timeout * (1 + announced.value_or(limit) / timed_bytes);
        if (head_.headers.find("Expect")) return send_continue();
        begin_body();
    }

    void send_continue() {
        static const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        stream_.expires_after(options_.head_timeout);
        asio::async_write(stream_, asio::buffer(go_on),
                          [self = shared_from_this()](error_code why, std::size_t) {
                              if (!why) self->begin_body();
                          });
    }

    void begin_body() {
        stream_.expires_after(time_for_body_); // all of it: a client that dribbles gains nothing
        read_body();
    }

    void read_body() {
        if (parser_->is_done()) return hand_over();
        beast::http::async_read_some(stream_, buffer_, *parser_,
                                     [self = shared_from_this()](error_code why, std::size_t) {
                                         if (why) return self->refuse(why);
                                         self->keep_piece();
                                     });
    }

    void keep_piece() {
        if (held_.take(parser_->get().body().size() - held_.taken())) return read_body();
        parser_->get().body() = {};
        held_.release();
        refuse(503, "too much is being received");
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
              stays_ && parser_->get().keep_alive());
    }

    void refuse(error_code why) {
        // Too slow a client is closed by Beast without a word; one that went hears none.
        if (why == beast::error::timeout || why == beast::http::error::end_of_stream ||
            why == asio::error::eof || why == asio::error::connection_reset) {
            return;
        }
        refuse(status_of(why), why.message());
    }

    void refuse(unsigned status, std::string_view what) {
        write(options_.refuse(status, what, head_), false);
    }

    void write(Response from, bool keep_alive) {
        reply_.emplace();
        reply_->version(parser_->get().version() == 10 ? 10 : 11);
        reply_->result(from.status);
        reply_->set(beast::http::field::date, http_date(std::time(nullptr)));
        for (const auto& [name, value] : from.headers) reply_->insert(name, value);
        const bool has_no_body = from.status == 204 || from.status == 304;
        if (from.source && !has_no_body) return stream(std::move(from), keep_alive);
        if (!has_no_body) reply_->content_length(from.body.size());
        if (!has_no_body && head_.method != "HEAD") reply_->body() = std::move(from.body);
        reply_->keep_alive(keep_alive);
        stream_.expires_after(options_.body_timeout * (1 + reply_->body().size() / timed_bytes));
        beast::http::async_write(
            stream_, *reply_, [self = shared_from_this(), keep_alive](error_code why, std::size_t) {
                self->settle();
                if (!why) self->go_on(keep_alive);
            });
    }

    /// The head, then the body as it is made.
    void stream(Response from, bool keep_alive) {
        const StreamedBody::Frame frame{!from.size && reply_->version() == 11, from.size,
                                        options_.body_timeout};
        reply_->chunked(frame.chunked);
        if (from.size) reply_->content_length(*from.size);
        if (!from.size && !frame.chunked) keep_alive = false; // its end is the connection's
        reply_->keep_alive(keep_alive);
        if (head_.method == "HEAD") from.source.reset();
        serializer_.emplace(*reply_);
        stream_.expires_after(options_.body_timeout);
        beast::http::async_write_header(
            stream_, *serializer_,
            [self = shared_from_this(), source = std::move(from.source), frame,
             keep_alive](error_code why, std::size_t) {
                if (why || !source) return self->streamed(!why, keep_alive);
                std::make_shared<StreamedBody>(
                    self->stream_, self->gate_, source, frame,
                    [self, keep_alive](bool whole) { self->streamed(whole, keep_alive); })
                    ->start();
            });
    }

    void streamed(bool whole, bool keep_alive) {
        settle();
        if (whole) return go_on(keep_alive);
        error_code ignored;
        stream_.socket().close(ignored);
    }

    void go_on(bool keep_alive) { keep_alive ? await_request() : finish(); }

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
        held_.release();
        if (std::exchange(counted_, false)) gate_->settle();
    }

    beast::tcp_stream stream_;
    const ServerOptions& options_;
    const Handler& handler_;
    std::shared_ptr<Gate> gate_;
    const Share place_;
    Share held_; // of the body's bytes, until it is answered
    beast::flat_buffer buffer_;
    std::optional<beast::http::request_parser<GrowingBody>> parser_;
    std::optional<beast::http::response<beast::http::string_body>> reply_;
    std::optional<beast::http::response_serializer<beast::http::string_body>> serializer_;
    Request head_;
    std::string client_;
    std::chrono::seconds time_for_body_{0};
    bool stays_ = true;
    bool counted_ = false;
};

} // namespace

void start_session(tcp::socket socket, Share place, Surroundings& around) {
    std::make_shared<Session>(std::move(socket), std::move(place), around)->start();
}

} // namespace hatif::http
