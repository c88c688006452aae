#include "gateway/identity/limits/rate_limiter.hpp"

#include "observability/log.hpp"

#include <algorithm>
#include <utility>

namespace hatif::gateway {

namespace {

constexpr auto patience = std::chrono::seconds{1};
constexpr auto tick = std::chrono::milliseconds{100};
constexpr auto forgotten = std::chrono::minutes{1};
constexpr std::size_t first_sweep = 10'000;

} // namespace

RateLimiter::RateLimiter(Reserve reserve, const base::Clock& clock)
    : reserve_{std::move(reserve)}, clock_{clock}, sweep_at_{first_sweep},
      asking_{[this] { ask(); }}, calling_back_{[this] { call_back(); }} {}

RateLimiter::~RateLimiter() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    wanted_.notify_all();
    answered_.notify_all();
    asking_.join();
    calling_back_.join();
}

void RateLimiter::take(const Subject& subject, std::uint32_t per_second, Callback callback) {
    std::unique_lock lock{mutex_};
    const auto now = clock_.now();
    if (entries_.size() >= sweep_at_) sweep(now);
    auto& entry = entries_[subject];
    if (entry.waiting.empty()) {
        entry.per_second = per_second;
        const auto verdict = gateway::take(entry.share, now);
        if (verdict != Verdict::ask) {
            const auto allowance =
                allowance_of(entry.share, verdict == Verdict::granted, per_second);
            lock.unlock();
            return callback(allowance);
        }
        entry.since = now;
    }
    entry.waiting.push_back(std::move(callback));
    ++waiting_count_;
    if (!std::exchange(entry.asking, true)) wanting_.push_back(subject);
    wanted_.notify_one();
    answered_.notify_one(); // its patience begins
}

void RateLimiter::sweep(base::Instant now) {
    std::erase_if(entries_, [&](const auto& it) {
        const auto& entry = it.second;
        return !entry.asking && now - entry.share.void_at > forgotten;
    });
    sweep_at_ = std::max(first_sweep, 2 * entries_.size());
}

void RateLimiter::ask() {
    std::unique_lock lock{mutex_};
    while (!ending_) {
        if (wanting_.empty()) {
            wanted_.wait(lock);
            continue;
        }
        const auto subjects = std::exchange(wanting_, {});
        std::vector<Ask> asks;
        for (const auto& subject : subjects) {
            const auto rate = entries_[subject].per_second;
            asks.push_back(
                {subject, static_cast<double>(rate), static_cast<double>(rate), chunk_of(rate)});
        }
        lock.unlock();
        const auto answers = reserve_(asks);
        if (!answers)
            observability::log_error("rates are counted alone", {{"why", answers.error().what}});
        lock.lock();
        const auto now = clock_.now();
        for (std::size_t n = 0; n < subjects.size(); ++n) {
            auto& entry = entries_[subjects[n]];
            entry.asking = false;
            const auto rate = entry.per_second;
            settle(subjects[n], entry,
                   answers ? (*answers)[n] : reserve(entry.own, rate, chunk_of(rate), now), now);
        }
    }
}

/// Those who wait get what came, one after the other; for the rest it is asked once more.
void RateLimiter::settle(const Subject& subject,
                         Entry& entry,
                         const Reserved& reserved,
                         base::Instant now) {
    receive(entry.share, reserved, entry.per_second, now);
    std::size_t served = 0;
    for (; served < entry.waiting.size(); ++served) {
        const auto verdict = gateway::take(entry.share, now);
        if (verdict == Verdict::ask) break;
        ready_.push_back(
            {std::move(entry.waiting[served]),
             allowance_of(entry.share, verdict == Verdict::granted, entry.per_second)});
    }
    entry.waiting.erase(entry.waiting.begin(),
                        entry.waiting.begin() + static_cast<std::ptrdiff_t>(served));
    waiting_count_ -= served;
    entry.since = now;
    if (!entry.waiting.empty() && !std::exchange(entry.asking, true)) wanting_.push_back(subject);
    answered_.notify_one();
}

void RateLimiter::give_up_on_late(base::Instant now) {
    if (waiting_count_ == 0) return;
    for (auto& [subject, entry] : entries_) {
        if (entry.waiting.empty() || now - entry.since <= patience) continue;
        settle(subject, entry,
               reserve(entry.own, entry.per_second, chunk_of(entry.per_second), now), now);
    }
}

void RateLimiter::call_back() {
    std::unique_lock lock{mutex_};
    while (!ending_) {
        give_up_on_late(clock_.now());
        if (ready_.empty()) {
            waiting_count_ == 0 ? answered_.wait(lock) : void(answered_.wait_for(lock, tick));
            continue;
        }
        auto ready = std::exchange(ready_, {});
        lock.unlock();
        for (const auto& each : ready) tell(each);
        ready.clear();
        lock.lock();
    }
}

void RateLimiter::tell(const Ready& ready) try {
    ready.callback(ready.allowance);
} catch (const std::exception& failure) {
    observability::log_error("request failed", {{"why", failure.what()}});
}

base::Instant SteadyClock::now() const {
    return base::Instant{std::chrono::duration_cast<base::Duration>(
        std::chrono::steady_clock::now().time_since_epoch())};
}

} // namespace hatif::gateway
