#include "gateway/rest/download.hpp"

#include "gateway/rest/exchange.hpp"
#include "gateway/rest/if_none_match.hpp"
#include "gateway/rest/transcode.hpp"
#include "http/body_source.hpp"
#include "observability/log.hpp"
#include "rpc/status.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/alarm.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <atomic>
#include <mutex>
#include <optional>

namespace hatif::gateway {

namespace {

using Stub = grpc::TemplatedGenericStub<pb::MessageLite, pb::MessageLite>;

// A slow client may take its time with a large export.
constexpr auto deadline = std::chrono::hours{1};
constexpr std::size_t most_range_characters = 256;

/// One that cannot travel asks for the whole, as one that is not understood does (RFC 9110).
std::string range_of(const http::Request& request) {
    // If-Range wants the whole unless it is still the same: the whole is always right.
    if (request.headers.find("If-Range")) return {};
    const auto range = request.headers.find("Range").value_or("");
    if (range.size() > most_range_characters || !is_printable(range)) return {};
    return std::string{range};
}

bool is_plain(char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

/// RFC 6266: a plain name for old clients, the real one in UTF-8 beside it.
std::string disposition_of(const std::string& file_name) {
    std::string plain;
    std::string escaped;
    for (const char c : file_name) {
        plain += is_plain(c) ? c : '_';
        escaped +=
            is_plain(c) ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    auto text = "attachment; filename=\"" + plain + "\"";
    if (plain != file_name) text += "; filename*=UTF-8''" + escaped;
    return text;
}

/// One download. The stream is read when the client has taken what was read before:
///
///     reading the header --> answered --> next(): reading --> piece --> next() ...
///            |                               |
///            +--> refused by its status,     +--> over: the end, or broken off, by its status
///            |    or late
///            +--> known to the client: 304
///
/// A hold keeps the call open between two reads; it keeps itself until the call is over. No lock is
/// held while gRPC is called: it may call back at once.
class Downloading final : public grpc::ClientBidiReactor<pb::MessageLite, pb::MessageLite>,
                          public std::enable_shared_from_this<Downloading> {
public:
    Downloading(Upstreams& upstreams,
                const Binding& binding,
                std::shared_ptr<Exchange> exchange,
                std::unique_ptr<pb::Message> request,
                std::string if_none_match,
                const Onward& onward)
        : running_{upstreams.begin()}, stub_{upstreams.channel_of(*binding.rpc)}, binding_{binding},
          method_{full_method(*binding.rpc)}, exchange_{std::move(exchange)},
          request_{std::move(request)}, if_none_match_{std::move(if_none_match)} {
        onward.put_onto(context_, deadline);
    }

    void start(std::chrono::milliseconds patience) {
        self_ = shared_from_this();
        alarm_.Set(std::chrono::system_clock::now() + patience, [weak = weak_from_this()](bool) {
            if (const auto self = weak.lock()) self->be_late();
        });
        stub_.PrepareBidiStreamingCall(&context_, method_, {}, this);
        StartWriteLast(request_.get(), {});
        StartRead(&message_);
        StartCall();
    }

    void OnReadDone(bool has_come) override {
        if (exchange_) {
            if (has_come && message_.has_header() && is_in_time()) answer();
            return; // else: refused by OnDone
        }
        if (!has_come) return let_go();
        tell(std::move(*message_.mutable_chunk()));
    }

    void OnDone(const grpc::Status& done) override {
        const auto kept = std::move(self_);
        if (exchange_) {
            if (is_in_time()) return refuse(done);
            refuse({grpc::StatusCode::UNAVAILABLE, "nothing came of it in time"});
        } else if (done.ok()) {
            tell(std::string{});
        } else if (!is_known_) {
            error_of_upstream(rpc::from_status(done), binding_);
            tell(std::nullopt);
        }
    }

    void next(http::BodySource::Taken taken) {
        {
            const std::lock_guard lock{mutex_};
            taken_ = std::move(taken);
            reading_ = true;
        }
        StartRead(&message_);
    }

    /// The client is gone, or has all of it.
    void leave() {
        context_.TryCancel();
        bool drops = false;
        {
            const std::lock_guard lock{mutex_};
            left_ = true;
            drops = !reading_ && std::exchange(held_, false);
        }
        if (drops) RemoveHold();
    }

private:
    void answer();
    void answer_known();

    /// The alarm: what has not begun by now is not waited for.
    void be_late() {
        auto in_time = Header::awaited;
        if (header_.compare_exchange_strong(in_time, Header::late)) context_.TryCancel();
    }

    bool is_in_time() {
        auto in_time = Header::awaited;
        return header_.compare_exchange_strong(in_time, Header::settled) ||
               in_time == Header::settled;
    }

    void refuse(const grpc::Status& done) {
        if (done.ok()) {
            return exchange_->refuse({base::Errc::internal, method_ + " ended without a header"});
        }
        const auto error = error_of_upstream(rpc::from_status(done), binding_);
        const bool tells_size = error.reason == "RANGE_NOT_SATISFIABLE" && !error.fields.empty();
        if (!tells_size) return exchange_->refuse(error);
        exchange_->refuse(error, {"Content-Range", error.fields.front().what});
    }

    /// Answers next().
    void tell(std::optional<std::string> piece) {
        http::BodySource::Taken taken;
        bool drops = false;
        {
            const std::lock_guard lock{mutex_};
            reading_ = false;
            taken = std::exchange(taken_, nullptr);
            drops = left_ && std::exchange(held_, false);
        }
        if (taken) taken(std::move(piece));
        if (drops) RemoveHold(); // the last word: this may be gone now
    }

    void let_go() {
        bool drops = false;
        {
            const std::lock_guard lock{mutex_};
            drops = std::exchange(held_, false);
        }
        if (drops) RemoveHold();
    }

    const std::shared_ptr<void> running_; // first, so that it goes last
    Stub stub_;
    const Binding& binding_;
    const std::string method_;
    std::shared_ptr<Exchange> exchange_; // until it is answered
    const std::unique_ptr<pb::Message> request_;
    const std::string if_none_match_;
    bool is_known_ = false; // the client has what it would get; set before OnDone
    grpc::ClientContext context_;
    type::v1::Download message_;
    std::shared_ptr<Downloading> self_;
    std::mutex mutex_;
    bool held_ = false;
    bool reading_ = false;
    bool left_ = false;
    http::BodySource::Taken taken_;
    enum class Header { awaited, settled, late };
    std::atomic<Header> header_ = Header::awaited;
    grpc::Alarm alarm_; // taken back when this goes
};

/// What the HTTP session holds of it.
class Source final : public http::BodySource {
public:
    explicit Source(std::shared_ptr<Downloading> from) : from_{std::move(from)} {}
    Source(const Source&) = delete;
    ~Source() override { from_->leave(); }
    void next(Taken taken) override { from_->next(std::move(taken)); }

private:
    const std::shared_ptr<Downloading> from_;
};

/// Nothing is read of what the client has already.
void Downloading::answer_known() {
    is_known_ = true;
    http::Response response{304, {}};
    response.headers.add("ETag", "\"" + message_.header().etag() + "\"");
    std::exchange(exchange_, nullptr)->answer(std::move(response));
    context_.TryCancel();
}

void Downloading::answer() {
    if (names(if_none_match_, message_.header().etag())) return answer_known();
    held_ = true;
    AddHold();
    auto response = head_of(message_.header());
    response.source = std::make_shared<Source>(shared_from_this());
    std::exchange(exchange_, nullptr)->answer(std::move(response));
}

} // namespace

http::Response head_of(const type::v1::Download::Header& header) {
    http::Response response{
        200, {{"Content-Type", header.content_type()}, {"X-Content-Type-Options", "nosniff"}}};
    if (!header.file_name().empty()) {
        response.headers.add("Content-Disposition", disposition_of(header.file_name()));
    }
    if (!header.etag().empty()) response.headers.add("ETag", "\"" + header.etag() + "\"");
    if (header.accepts_ranges()) response.headers.add("Accept-Ranges", "bytes");
    if (header.has_range()) {
        const auto& range = header.range();
        response.status = 206;
        response.headers.add("Content-Range", fmt::format("bytes {}-{}/{}", range.first(),
                                                          range.last(), range.total()));
    }
    if (header.has_size()) response.size = static_cast<std::uint64_t>(header.size());
    return response;
}

StreamHandler downloads(Upstreams& upstreams, std::chrono::milliseconds patience) {
    return [&upstreams, patience](std::shared_ptr<Exchange> exchange, const Found& route,
                                  http::Request request, const Onward& onward) {
        auto message = to_message(route, request);
        if (!message) return exchange->refuse(message.error());
        auto with_range = onward;
        with_range.range = range_of(request);
        std::make_shared<Downloading>(
            upstreams, *route.binding, std::move(exchange), std::move(*message),
            std::string{request.headers.find("If-None-Match").value_or("")}, with_range)
            ->start(patience);
    };
}

} // namespace hatif::gateway
