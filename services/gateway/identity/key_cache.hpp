#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "gateway/identity/identity_store.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace hatif::gateway {

/// Who holds which key, remembered, so that requests cost no SQL:
///
///     age of what is remembered   a known key                          an unknown key
///     up to 3 s                   answered from it                     answered from it
///     up to 5 s                   answered from it, looked up anew     waits for the lookup
///     more                        waits for the lookup                 waits for the lookup
///
/// So a revocation acts within 5 s. One thread looks up, known keys before all others; another one
/// calls back, and answers `unavailable` to what has waited for 3 s. No HTTP thread waits for the
/// database, any number of requests with one key make one lookup, and who invents keys displaces
/// and delays nobody who has one.
class KeyCache {
public:
    using Answer = base::Result<std::optional<KeyHolder>>;
    using Lookup = std::function<Answer(const std::string& hash)>;
    using Callback = std::function<void(const Answer&)>;

    /// `clock` outlives it.
    KeyCache(Lookup lookup, const base::Clock& clock);
    ~KeyCache();

    /// Answers at once when the key is remembered, else later from a thread of its own.
    void find(const std::string& hash, Callback callback);

private:
    struct Known {
        KeyHolder holder;
        base::Instant asked_at;
    };
    struct Waiter {
        Callback callback;
        base::Instant since;
    };
    struct Ready {
        Callback callback;
        Answer answer;
    };

    std::optional<Answer> recall(const std::string& hash, base::Instant now);
    bool want(const std::string& hash);
    void look_up();
    std::optional<std::string> next_wanted();
    void keep(const std::string& hash, const Answer& answer, base::Instant asked_at);
    void call_back();
    static void tell(Ready& ready);
    void give_up_on_late();

    const Lookup lookup_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    std::condition_variable answered_;
    bool ending_ = false;
    std::unordered_map<std::string, Known> known_; // as many as there are keys
    std::unordered_map<std::string, base::Instant> unknown_;
    /// By what is to be looked up or is being; with no waiters it is a refresh.
    std::unordered_map<std::string, std::vector<Waiter>> waiting_;
    std::deque<std::string> refreshes_;
    std::deque<std::string> strangers_;
    std::vector<Ready> ready_;
    // Last: they use all of the above.
    std::thread looking_up_;
    std::thread calling_back_;
};

} // namespace hatif::gateway
