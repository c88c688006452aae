#include "gateway/identity/key_cache.hpp"

#include "observability/log.hpp"

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

tl::unexpected<base::Error> unavailable(std::string what) {
    return base::fail(base::Errc::unavailable, std::move(what));
}

} // namespace

KeyCache::KeyCache(Lookup lookup, const base::Clock& clock)
    : lookup_{std::move(lookup)}, clock_{clock}, looking_up_{[this] { look_up(); }},
      calling_back_{[this] { call_back(); }} {}

KeyCache::~KeyCache() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    wanted_.notify_all();
    answered_.notify_all();
    looking_up_.join();
    calling_back_.join();
}

void KeyCache::find(const std::string& hash, Callback callback) {
    std::unique_lock lock{mutex_};
    const auto now = clock_.now();
    if (const auto remembered = recall(hash, now)) {
        lock.unlock();
        return callback(*remembered);
    }
    if (want(hash)) return waiting_[hash].push_back({std::move(callback), now});
    lock.unlock();
    callback(unavailable("too many keys are being looked up"));
}

std::optional<KeyCache::Answer> KeyCache::recall(const std::string& hash, base::Instant now) {
    if (const auto known = known_.find(hash); known != known_.end()) {
        const auto age = now - known->second.asked_at;
        if (age >= usable) return std::nullopt;
        if (age >= fresh) want(hash);
        return Answer{known->second.holder};
    }
    const auto unknown = unknown_.find(hash);
    if (unknown == unknown_.end() || now - unknown->second >= fresh) return std::nullopt;
    return Answer{std::nullopt};
}

bool KeyCache::want(const std::string& hash) {
    if (waiting_.contains(hash)) return true;
    const bool is_known = known_.contains(hash);
    if (!is_known && strangers_.size() >= most_strangers) return false;
    (is_known ? refreshes_ : strangers_).push_back(hash);
    waiting_.try_emplace(hash);
    wanted_.notify_one();
    answered_.notify_one(); // its patience begins
    return true;
}

void KeyCache::look_up() {
    std::unique_lock lock{mutex_};
    while (!ending_) {
        const auto hash = next_wanted();
        if (!hash) {
            wanted_.wait(lock);
            continue;
        }
        // A revocation counts from before the question.
        const auto asked_at = clock_.now();
        lock.unlock();
        const auto answer = lookup_(*hash);
        lock.lock();
        keep(*hash, answer, asked_at);
    }
}

std::optional<std::string> KeyCache::next_wanted() {
    for (auto* queue : {&refreshes_, &strangers_}) {
        while (!queue->empty()) {
            auto hash = std::move(queue->front());
            queue->pop_front();
            const bool is_given_up = queue == &strangers_ && waiting_[hash].empty();
            if (!is_given_up) return hash;
            waiting_.erase(hash);
        }
    }
    return std::nullopt;
}

void KeyCache::keep(const std::string& hash, const Answer& answer, base::Instant asked_at) {
    if (answer && *answer) {
        unknown_.erase(hash);
        known_.insert_or_assign(hash, Known{**answer, asked_at});
    } else if (answer) {
        known_.erase(hash);
        if (unknown_.size() >= most_unknown) unknown_.clear();
        unknown_.insert_or_assign(hash, asked_at);
    }
    for (auto& waiter : waiting_[hash]) ready_.push_back({std::move(waiter.callback), answer});
    waiting_.erase(hash);
    answered_.notify_one();
}

void KeyCache::call_back() {
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

void KeyCache::tell(Ready& ready) try {
    std::exchange(ready.callback, {})(ready.answer);
} catch (const std::exception& failure) {
    observability::log_error("request failed", {{"why", failure.what()}});
}

void KeyCache::give_up_on_late() {
    const auto now = clock_.now();
    for (auto& [hash, waiters] : waiting_) {
        std::erase_if(waiters, [&](Waiter& waiter) {
            if (now - waiter.since <= patience) return false;
            ready_.push_back({std::move(waiter.callback),
                              unavailable("the key could not be looked up in time")});
            return true;
        });
    }
}

} // namespace hatif::gateway
