#include "gateway/identity/key_cache.hpp"

namespace hatif::gateway {

namespace {

constexpr auto lifetime = std::chrono::seconds{3};
constexpr auto patience = std::chrono::seconds{60}; // the queue wakes its taker by itself
constexpr std::size_t most_waiting = 1'000;
// Unknown keys are remembered too; this many of them are no client's honest mistake.
constexpr std::size_t most_entries = 10'000;

} // namespace

KeyCache::KeyCache(Lookup lookup, const base::Clock& clock)
    : lookup_{std::move(lookup)}, clock_{clock}, wanted_{most_waiting}, thread_{[this] { run(); }} {
}

KeyCache::~KeyCache() {
    wanted_.close();
    thread_.join();
}

void KeyCache::find(const std::string& hash, Callback callback) {
    std::unique_lock lock{mutex_};
    const auto known = entries_.find(hash);
    if (known != entries_.end() && clock_.now() < known->second.until) {
        const Answer answer = known->second.holder;
        lock.unlock();
        return callback(answer);
    }
    auto& waiting = waiting_[hash];
    const bool is_first = waiting.empty();
    waiting.push_back(std::move(callback));
    if (!is_first || wanted_.put(hash)) return;
    const auto refused = std::move(waiting);
    waiting_.erase(hash);
    lock.unlock();
    for (const auto& each : refused) {
        each(base::fail(base::Errc::unavailable, "too many keys are being looked up"));
    }
}

void KeyCache::run() {
    while (!wanted_.closed()) {
        for (const auto& hash : wanted_.wait_all(patience)) keep(hash, lookup_(hash));
    }
}

void KeyCache::keep(const std::string& hash, const Answer& answer) {
    std::vector<Callback> waiting;
    {
        const std::lock_guard lock{mutex_};
        if (entries_.size() >= most_entries) entries_.clear();
        if (answer) entries_.insert_or_assign(hash, Entry{*answer, clock_.now() + lifetime});
        waiting = std::move(waiting_[hash]);
        waiting_.erase(hash);
    }
    for (const auto& each : waiting) each(answer);
}

} // namespace hatif::gateway
