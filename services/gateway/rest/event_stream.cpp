#include "gateway/rest/event_stream.hpp"

#include "gateway/rest/transcode.hpp"
#include "http/body_source.hpp"
#include "http/json_writer.hpp"
#include "rpc/status.hpp"

#include <google/protobuf/message.h>
#include <grpcpp/alarm.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

namespace hatif::gateway {

namespace {

using Stub = grpc::TemplatedGenericStub<pb::MessageLite, pb::MessageLite>;
using Taken = http::BodySource::Taken;

// Then the client comes again, by itself: no stream is for ever.
constexpr auto deadline = std::chrono::hours{1};

http::Response head() {
    return {200,
            {{"Content-Type", "text/event-stream"},
             {"Cache-Control", "no-cache"},
             {"X-Accel-Buffering", "no"}, // a proxy in between that keeps it makes it useless
             {"X-Content-Type-Options", "nosniff"}}};
}

/// One stream. The service's is read when the client has taken what was read before: at most one
/// event waits here, and a slow client slows down the service's writes and nothing else.
///
///     reading the first --> answered --> next(): event, heartbeat --> next() ...
///            |                             |
///            +--> refused by its status,   +--> over: by its end, by end(), or broken off
///                 or late
///
/// A hold keeps the call open between two reads; it keeps itself until the call is over. No lock is
/// held while gRPC or the client's side is called: they may call back at once.
class Stream final : public EventStream,
                     public grpc::ClientBidiReactor<pb::MessageLite, pb::MessageLite>,
                     public std::enable_shared_from_this<Stream> {
public:
    explicit Stream(Given given)
        : running_{given.upstreams.begin()}, place_{std::move(given.place)},
          stub_{given.upstreams.channel_of(*given.binding.rpc)}, binding_{given.binding},
          method_{full_method(*given.binding.rpc)}, exchange_{std::move(given.exchange)},
          request_{std::move(given.request)}, message_{new_answer(given.binding)} {
        given.onward.put_onto(context_, deadline);
    }

    void start(std::chrono::milliseconds patience) {
        self_ = shared_from_this();
        alarm_.Set(std::chrono::system_clock::now() + patience, [weak = weak_from_this()](bool) {
            if (const auto self = weak.lock()) self->be_late();
        });
        stub_.PrepareBidiStreamingCall(&context_, method_, {}, this);
        StartWriteLast(request_.get(), {});
        StartRead(message_.get());
        StartCall();
    }

    void OnReadDone(bool has_come) override {
        if (exchange_) {
            if (has_come && is_in_time()) answer();
            return; // else: refused by OnDone
        }
        if (!has_come) return stop_reading();
        take_over(next_event());
    }

    void OnDone(const grpc::Status& done) override {
        const auto kept = std::move(self_);
        if (exchange_) return refuse(done);
        Taken taken;
        bool is_well = done.ok() || done.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
        {
            const std::lock_guard lock{mutex_};
            is_well = is_well || is_left_; // by the client, or by end()
            last_word_ = is_well ? std::optional{std::string{}} : std::nullopt;
            is_over_ = true;
            taken = std::exchange(taken_, nullptr);
        }
        if (!is_well) error_of_upstream(rpc::from_status(done), binding_); // for the log
        if (taken) taken(last_word_);
    }

    void next(Taken taken) {
        std::optional<std::string> piece;
        bool reads = false;
        {
            const std::lock_guard lock{mutex_};
            if (waiting_) {
                piece = std::exchange(waiting_, std::nullopt);
                told_at_ = std::chrono::steady_clock::now();
            } else if (!is_over_) {
                taken_ = std::exchange(taken, nullptr);
                reads = is_held_ && !std::exchange(is_reading_, true);
            }
        }
        if (taken) return taken(piece ? std::move(piece) : last_word_);
        if (reads) StartRead(message_.get());
    }

    void beat(std::chrono::steady_clock::time_point since) override {
        Taken taken;
        {
            const std::lock_guard lock{mutex_};
            if (told_at_ > since) return;
            taken = std::exchange(taken_, nullptr);
            if (taken) told_at_ = std::chrono::steady_clock::now();
        }
        if (taken) taken(std::string{heartbeat_text});
    }

    void end() override {
        is_ended_ = true;
        leave();
    }

    /// Nobody is there to be told.
    void leave() {
        bool drops = false;
        {
            const std::lock_guard lock{mutex_};
            is_left_ = true;
            drops = !is_reading_ && std::exchange(is_held_, false);
        }
        context_.TryCancel();
        if (drops) RemoveHold();
    }

private:
    void answer();

    std::string next_event() {
        return event_text(++events_, binding_.answer != nullptr
                                         ? http::to_json(*message_, *binding_.answer)
                                         : http::to_json(*message_));
    }

    /// What was read goes to the client, or waits for it.
    void take_over(std::string event) {
        Taken taken;
        bool drops = false;
        {
            const std::lock_guard lock{mutex_};
            is_reading_ = false;
            taken = std::exchange(taken_, nullptr);
            if (taken) {
                told_at_ = std::chrono::steady_clock::now();
            } else {
                waiting_ = event;
            }
            drops = is_left_ && std::exchange(is_held_, false);
        }
        if (taken) taken(std::move(event));
        if (drops) RemoveHold(); // the last word: this may be gone now
    }

    void stop_reading() {
        bool drops = false;
        {
            const std::lock_guard lock{mutex_};
            drops = std::exchange(is_held_, false);
        }
        if (drops) RemoveHold();
    }

    /// The alarm: what has not begun by now is not waited for.
    void be_late() {
        auto awaited = First::awaited;
        if (first_.compare_exchange_strong(awaited, First::late)) context_.TryCancel();
    }

    bool is_in_time() {
        auto awaited = First::awaited;
        return first_.compare_exchange_strong(awaited, First::settled) || awaited == First::settled;
    }

    void refuse(const grpc::Status& done) {
        if (!is_in_time() || is_ended_) {
            return exchange_->refuse(
                {base::Errc::unavailable, is_ended_ ? "it was ended before anything came of it"
                                                    : "nothing came of it in time"});
        }
        if (done.ok()) return exchange_->refuse({base::Errc::internal, method_ + " said nothing"});
        exchange_->refuse(error_of_upstream(rpc::from_status(done), binding_));
    }

    const std::shared_ptr<void> running_; // first, so that it goes last
    const std::shared_ptr<void> place_;
    Stub stub_;
    const Binding& binding_;
    const std::string method_;
    std::shared_ptr<Exchange> exchange_; // until it is answered
    const std::unique_ptr<pb::Message> request_;
    const std::unique_ptr<pb::Message> message_;
    grpc::ClientContext context_;
    std::uint64_t events_ = 0;
    std::shared_ptr<Stream> self_;
    std::mutex mutex_;
    bool is_held_ = false;
    bool is_reading_ = false;
    bool is_left_ = false;
    bool is_over_ = false;
    std::optional<std::string> waiting_;
    std::optional<std::string> last_word_; // as BodySource has it; told from is_over_ on
    Taken taken_;
    std::chrono::steady_clock::time_point told_at_{};
    std::atomic<bool> is_ended_ = false;
    enum class First { awaited, settled, late };
    std::atomic<First> first_ = First::awaited;
    grpc::Alarm alarm_; // taken back when this goes
};

/// What the HTTP session holds of it.
class Source final : public http::BodySource {
public:
    explicit Source(std::shared_ptr<Stream> from) : from_{std::move(from)} {}
    Source(const Source&) = delete;
    ~Source() override { from_->leave(); }
    void next(Taken taken) override { from_->next(std::move(taken)); }

private:
    const std::shared_ptr<Stream> from_;
};

void Stream::answer() {
    {
        const std::lock_guard lock{mutex_};
        waiting_ = next_event();
        is_held_ = true;
        is_reading_ = false;
    }
    AddHold();
    auto response = head();
    response.source = std::make_shared<Source>(shared_from_this());
    std::exchange(exchange_, nullptr)->answer(std::move(response));
}

} // namespace

std::string event_text(std::uint64_t number, std::string json) {
    // Raw JSON may have been written in lines; within a text of JSON there are none.
    std::ranges::replace_if(
        json, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return "id: " + std::to_string(number) + "\ndata: " + json + "\n\n";
}

std::shared_ptr<EventStream> EventStream::start(Given given) {
    const auto patience = given.patience;
    const auto stream = std::make_shared<Stream>(std::move(given));
    stream->start(patience);
    return stream;
}

} // namespace hatif::gateway
