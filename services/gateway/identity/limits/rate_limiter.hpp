#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "gateway/identity/limits/limit_rows.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace hatif::gateway {

/// Grants requests from this replica's shares of the buckets (limits/bucket.hpp). One thread asks
/// the buckets, for all that wait in one statement; a request waits for it only when its share is
/// used up: five times a second at most, however many requests there are.
///
/// When the buckets cannot be asked within a second, this replica counts for itself, and writes a
/// line; identity decides then how long it goes on (access/holder_cache.hpp).
class RateLimiter {
public:
    using Reserve =
        std::function<base::Result<std::vector<Reserved>>(const std::vector<Ask>& asks)>;
    using Callback = std::function<void(const Allowance&)>;

    /// `clock` outlives it, and does not run backwards.
    RateLimiter(Reserve reserve, const base::Clock& clock);
    ~RateLimiter();

    /// Calls back at once when the share decides, else later from a thread of its own.
    void take(const Subject& subject, std::uint32_t per_second, Callback callback);

private:
    struct Entry {
        Share share;
        Bucket own; ///< for when the shared one cannot be asked
        std::uint32_t per_second = 1;
        bool asking = false;
        base::Instant since; ///< of the first that waits
        std::vector<Callback> waiting;
    };
    struct Ready {
        Callback callback;
        Allowance allowance;
    };

    void sweep(base::Instant now);
    void ask();
    void call_back();
    void settle(const Subject& subject, Entry& entry, const Reserved& reserved, base::Instant now);
    void give_up_on_late(base::Instant now);
    static void tell(const Ready& ready);

    const Reserve reserve_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    std::condition_variable answered_;
    bool ending_ = false;
    std::unordered_map<Subject, Entry> entries_;
    std::size_t sweep_at_;
    std::vector<Subject> wanting_;
    std::size_t waiting_count_ = 0;
    std::vector<Ready> ready_;
    // Last: they use all of the above.
    std::thread asking_;
    std::thread calling_back_;
};

/// Time that only goes forward, since some beginning of its own.
class SteadyClock final : public base::Clock {
public:
    base::Instant now() const override;
};

} // namespace hatif::gateway
