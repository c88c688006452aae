#pragma once

#include "http/body_source.hpp"
#include "http/gate.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/chunk_encode.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace hatif::http {

/// Writes what a BodySource gives, behind a head that was written already: in chunks (RFC 9112,
/// section 7.1), or bare when its size was announced or the connection's end is the body's. A
/// source that may stay silent for long (its size is not known) is let go of as soon as the client
/// closes.
class StreamedBody final : public Asking, public std::enable_shared_from_this<StreamedBody> {
public:
    /// `whole`: all of it was written. Runs on the stream's strand, and keeps the stream alive.
    using Done = std::function<void(bool whole)>;

    struct Frame {
        bool chunked = true;
        std::optional<std::uint64_t> size; ///< announced: neither more nor less is right
        std::chrono::seconds patience;     ///< for one piece to leave
    };

    StreamedBody(boost::beast::tcp_stream& stream,
                 std::shared_ptr<Gate> gate,
                 std::shared_ptr<BodySource> source,
                 Frame frame,
                 Done done)
        : stream_{stream}, executor_{stream.get_executor()}, gate_{std::move(gate)},
          source_{std::move(source)}, frame_{frame}, done_{std::move(done)} {}

    void start() {
        if (!frame_.size) watch();
        ask();
    }

    void take_later(std::optional<std::string> piece) override {
        boost::asio::post(executor_,
                          [self = shared_from_this(), piece = std::move(piece)]() mutable {
                              self->take(std::move(piece));
                          });
    }

private:
    using error_code = boost::system::error_code;

    void ask() {
        if (!done_) return;
        stream_.expires_never(); // the source has deadlines of its own
        source_->next([gate = gate_,
                       number = gate_->keep(shared_from_this())](std::optional<std::string> piece) {
            gate->bring(number, std::move(piece));
        });
    }

    /// The connection becomes readable when the client closes it, or sends its next request early.
    void watch() {
        stream_.socket().async_wait(boost::asio::ip::tcp::socket::wait_read,
                                    [weak = weak_from_this()](error_code why) {
                                        const auto self = weak.lock();
                                        if (self && !why) self->look();
                                    });
    }

    void look() {
        if (!done_) return;
        error_code why;
        char byte = 0;
        const auto count = stream_.socket().receive(boost::asio::buffer(&byte, 1),
                                                    boost::asio::socket_base::message_peek, why);
        if (why || count == 0) end(false);
    }

    void take(std::optional<std::string> piece) {
        if (!done_) return; // the client went meanwhile
        if (!piece) return end(false);
        if (piece->empty()) return write_end();
        written_ += piece->size();
        if (frame_.size && written_ > *frame_.size) return end(false);
        piece_ = std::move(*piece);
        const auto bytes = boost::asio::buffer(piece_);
        if (frame_.chunked) {
            write(boost::beast::http::make_chunk(bytes));
        } else {
            write(bytes);
        }
    }

    template <class Buffers>
    void write(const Buffers& buffers) {
        stream_.expires_after(frame_.patience);
        boost::asio::async_write(stream_, buffers,
                                 [self = shared_from_this()](error_code why, std::size_t) {
                                     why ? self->end(false) : self->ask();
                                 });
    }

    void write_end() {
        if (frame_.size && written_ != *frame_.size) return end(false);
        if (!frame_.chunked) return end(true);
        stream_.expires_after(frame_.patience);
        boost::asio::async_write(
            stream_, boost::beast::http::make_chunk_last(),
            [self = shared_from_this()](error_code why, std::size_t) { self->end(!why); });
    }

    void end(bool whole) {
        if (!done_) return;
        source_.reset();
        std::exchange(done_, nullptr)(whole);
    }

    boost::beast::tcp_stream& stream_; // there until done_ is told
    const boost::beast::tcp_stream::executor_type executor_;
    const std::shared_ptr<Gate> gate_;
    std::shared_ptr<BodySource> source_;
    const Frame frame_;
    Done done_;
    std::string piece_;
    std::uint64_t written_ = 0;
};

} // namespace hatif::http
