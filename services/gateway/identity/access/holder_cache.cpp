#include "gateway/identity/access/holder_cache.hpp"

#include "observability/log.hpp"

#include <algorithm>
#include <utility>

namespace hatif::gateway {

namespace {

constexpr auto fresh = std::chrono::seconds{3};
constexpr auto usable = std::chrono::seconds{5};
constexpr auto patience = std::chrono::seconds{3};
constexpr auto tick = std::chrono::milliseconds{100};
constexpr std::size_t most_strangers = 1'000;
// This many unknown keys are no client's honest mistake.
constexpr std::size_t most_unknown = 10'000;
constexpr std::size_t first_sweep = 10'000;
constexpr auto forgotten = std::chrono::hours{1};

tl::unexpected<base::Error> unavailable(std::string what) {
    return base::fail(base::Errc::unavailable, std::move(what));
}

} // namespace

HolderCache::HolderCache(Lookup lookup, const base::Clock& clock)
    : lookup_{std::move(lookup)}, clock_{clock}, sweep_at_{first_sweep},
      looking_up_{[this] { look_up(); }}, calling_back_{[this] { call_back(); }} {}

HolderCache::~HolderCache() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    wanted_.notify_all();
    answered_.notify_all();
    looking_up_.join();
    calling_back_.join();
}

void HolderCache::find(const std::string& handle, Callback callback, const MayAsk& may_ask) {
    std::unique_lock lock{mutex_};
    const auto now = clock_.now();
    if (const auto remembered = recall(handle, now)) {
        lock.unlock();
        return callback(*remembered);
    }
    const auto wanted = want(handle, may_ask);
    if (wanted) return waiting_[handle].push_back({std::move(callback), now});
    lock.unlock();
    callback(base::fail(wanted.error()));
}

std::optional<HolderCache::Answer> HolderCache::recall(const std::string& handle,
                                                       base::Instant now) {
    if (const auto known = known_.find(handle); known != known_.end()) {
        const auto age = now - known->second.asked_at;
        if (age >= usable) return std::nullopt;
        if (age >= fresh) want(handle, {});
        return Answer{known->second.holder};
    }
    const auto unknown = unknown_.find(handle);
    if (unknown == unknown_.end() || now - unknown->second >= fresh) return std::nullopt;
    return Answer{std::nullopt};
}

base::Result<void> HolderCache::want(const std::string& handle, const MayAsk& may_ask) {
    if (waiting_.contains(handle)) return {};
    const bool is_stranger = may_ask && !known_.contains(handle);
    if (is_stranger && !may_ask()) {
        return base::fail(base::Errc::unavailable, "too many unknown credentials", "RATE_LIMIT");
    }
    if (is_stranger && strangers_.size() >= most_strangers) {
        return unavailable("too many credentials are being looked up");
    }
    (is_stranger ? strangers_ : refreshes_).push_back(handle);
    waiting_.try_emplace(handle);
    wanted_.notify_one();
    answered_.notify_one(); // its patience begins
    return {};
}

void HolderCache::look_up() {
    std::unique_lock lock{mutex_};
    while (!ending_) {
        const auto handle = next_wanted();
        if (!handle) {
            wanted_.wait(lock);
            continue;
        }
        // A revocation counts from before the question.
        const auto asked_at = clock_.now();
        lock.unlock();
        const auto answer = lookup_(*handle);
        lock.lock();
        keep(*handle, answer, asked_at);
    }
}

std::optional<std::string> HolderCache::next_wanted() {
    for (auto* queue : {&refreshes_, &strangers_}) {
        while (!queue->empty()) {
            auto handle = std::move(queue->front());
            queue->pop_front();
            const bool is_given_up = queue == &strangers_ && waiting_[handle].empty();
            if (!is_given_up) return handle;
            waiting_.erase(handle);
        }
    }
    return std::nullopt;
}

void HolderCache::keep(const std::string& handle, const Answer& answer, base::Instant asked_at) {
    if (answer && *answer) {
        unknown_.erase(handle);
        known_.insert_or_assign(handle, Known{**answer, asked_at});
        if (known_.size() >= sweep_at_) sweep(asked_at);
    } else if (answer) {
        known_.erase(handle);
        if (unknown_.size() >= most_unknown) unknown_.clear();
        unknown_.insert_or_assign(handle, asked_at);
    }
    for (auto& waiter : waiting_[handle]) ready_.push_back({std::move(waiter.callback), answer});
    waiting_.erase(handle);
    answered_.notify_one();
}

/// Sessions come and go: what was of no use for an hour makes room.
void HolderCache::sweep(base::Instant now) {
    std::erase_if(known_, [&](const auto& it) { return now - it.second.asked_at > forgotten; });
    sweep_at_ = std::max(first_sweep, 2 * known_.size());
}

void HolderCache::call_back() {
    std::unique_lock lock{mutex_};
    while (!ending_) {
        give_up_on_late();
        if (ready_.empty()) {
            waiting_.empty() ? answered_.wait(lock) : void(answered_.wait_for(lock, tick));
            continue;
        }
        auto ready = std::exchange(ready_, {});
        lock.unlock();
        for (auto& each : ready) tell(each);
        ready.clear();
        lock.lock();
    }
}

void HolderCache::tell(Ready& ready) try {
    std::exchange(ready.callback, {})(ready.answer);
} catch (const std::exception& failure) {
    observability::log_error("request failed", {{"why", failure.what()}});
}

void HolderCache::give_up_on_late() {
    const auto now = clock_.now();
    for (auto& [handle, waiters] : waiting_) {
        std::erase_if(waiters, [&](Waiter& waiter) {
            if (now - waiter.since <= patience) return false;
            ready_.push_back({std::move(waiter.callback),
                              unavailable("the credential could not be looked up in time")});
            return true;
        });
    }
}

} // namespace hatif::gateway
