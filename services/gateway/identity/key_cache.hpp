#pragma once

#include "base/clock.hpp"
#include "base/queue.hpp"
#include "base/result.hpp"
#include "gateway/identity/identity_store.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace hatif::gateway {

/// Who holds which key, remembered for 3 s, so that requests cost no SQL and a revocation acts
/// within 5 s. What is not remembered is looked up by a thread of its own: no HTTP thread waits for
/// the database, and any number of requests with one key make one lookup.
class KeyCache {
public:
    using Answer = base::Result<std::optional<KeyHolder>>;
    using Lookup = std::function<Answer(const std::string& hash)>;
    using Callback = std::function<void(const Answer&)>;

    /// `clock` outlives it.
    KeyCache(Lookup lookup, const base::Clock& clock);
    ~KeyCache();

    /// Answers at once when the key is remembered, else later from the lookup's thread.
    void find(const std::string& hash, Callback callback);

private:
    struct Entry {
        std::optional<KeyHolder> holder;
        base::Instant until;
    };

    void run();
    void keep(const std::string& hash, const Answer& answer);

    const Lookup lookup_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
    std::unordered_map<std::string, std::vector<Callback>> waiting_;
    base::BoundedQueue<std::string> wanted_;
    std::thread thread_; // last: it uses all of the above
};

} // namespace hatif::gateway
