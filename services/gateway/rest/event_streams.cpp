#include "gateway/rest/event_streams.hpp"

#include "gateway/rest/transcode.hpp"

#include <google/protobuf/message.h>

#include <atomic>
#include <map>
#include <utility>

namespace hatif::gateway {

/// How many are open, and whose; streams may outlive EventStreams by what gRPC still has to say.
struct EventStreams::Places : std::enable_shared_from_this<Places> {
    /// None when all are taken.
    std::shared_ptr<void> take(const std::string& principal, const Limits& limits) {
        const std::lock_guard lock{mutex};
        auto& own = of[principal];
        if (all >= limits.most || own >= limits.most_of_one) return nullptr;
        ++own;
        ++all;
        return {this, [self = shared_from_this(), principal](void*) {
                    const std::lock_guard given_back{self->mutex};
                    --self->all;
                    if (--self->of[principal] == 0) self->of.erase(principal);
                }};
    }

    std::mutex mutex;
    std::size_t all = 0;
    std::map<std::string, std::size_t> of;
};

struct EventStreams::Open {
    std::weak_ptr<EventStream> stream;
    http::Request head; // with what shows who asks
    rpc::Role role = rpc::Role::none;
    bool is_open = false; // no credential was asked for
    std::atomic<bool> is_asked = false;
};

EventStreams::EventStreams(Upstreams& upstreams, Admission& admission)
    : EventStreams{upstreams, admission, Limits{}} {}

EventStreams::EventStreams(Upstreams& upstreams, Admission& admission, const Limits& limits)
    : upstreams_{upstreams}, admission_{admission}, limits_{limits},
      places_{std::make_shared<Places>()}, looking_{[this] { look_after(); }} {}

EventStreams::~EventStreams() {
    end();
    looking_.join();
}

void EventStreams::end() {
    std::vector<std::shared_ptr<Open>> all;
    {
        const std::lock_guard lock{mutex_};
        is_ending_ = true;
        all = std::exchange(open_, {});
    }
    changed_.notify_all();
    for (const auto& it : all) {
        if (const auto stream = it->stream.lock()) stream->end();
    }
}

StreamHandler EventStreams::handler() {
    return [this](std::shared_ptr<Exchange> exchange, const Found& route, http::Request request,
                  const Onward& onward) {
        open(std::move(exchange), route, std::move(request), onward);
    };
}

bool EventStreams::is_ending() {
    const std::lock_guard lock{mutex_};
    return is_ending_;
}

void EventStreams::open(std::shared_ptr<Exchange> exchange,
                        const Found& route,
                        http::Request request,
                        const Onward& onward) {
    auto message = to_message(route, request);
    if (!message) return exchange->refuse(message.error());
    if (is_ending()) {
        return exchange->refuse({base::Errc::unavailable, "the gateway is stopping"});
    }
    auto place = places_->take(exchange->principal(), limits_);
    if (!place) {
        return exchange->refuse(
            {base::Errc::unavailable, "too many live streams are open at once", "RATE_LIMIT"});
    }
    const auto open = std::make_shared<Open>();
    open->head = std::move(request);
    open->role = route.binding->role;
    open->is_open = route.binding->open;
    const auto stream =
        EventStream::start({upstreams_, *route.binding, std::move(exchange), std::move(*message),
                            onward, limits_.patience, std::move(place)});
    open->stream = stream;
    {
        const std::lock_guard lock{mutex_};
        if (!is_ending_) {
            open_.push_back(open);
            return changed_.notify_all();
        }
    }
    stream->end();
}

void EventStreams::look_after() {
    std::unique_lock lock{mutex_};
    while (!is_ending_) {
        if (open_.empty()) {
            changed_.wait(lock);
            continue;
        }
        changed_.wait_for(lock, limits_.look);
        std::erase_if(open_, [](const auto& it) { return it->stream.expired(); });
        const auto all = open_;
        lock.unlock();
        for (const auto& it : all) look(it);
        lock.lock();
    }
}

void EventStreams::look(const std::shared_ptr<Open>& open) {
    const auto stream = open->stream.lock();
    if (!stream) return;
    stream->beat(std::chrono::steady_clock::now() - limits_.heartbeat);
    if (open->is_open || open->is_asked.exchange(true)) return;
    admission_.may_stay(open->head.headers, open->role, [open](bool may) {
        open->is_asked = false;
        const auto still_there = open->stream.lock();
        if (!may && still_there) still_there->end();
    });
}

} // namespace hatif::gateway
