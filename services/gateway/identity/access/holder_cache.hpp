#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "gateway/identity/access/holder.hpp"

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

/// Whom which credential stands for, remembered, so that requests cost no SQL. A credential's
/// handle (access/credential.hpp) is what a row is found by.
///
///     age of what is remembered   a known handle                       an unknown handle
///     up to 3 s                   answered from it                     answered from it
///     up to 5 s                   answered from it, looked up anew     waits for the lookup
///     more                        waits for the lookup                 waits for the lookup
///
/// So a revocation, a new role or a new limit acts within 5 s. One thread looks up, known handles
/// before all others; another one calls back, and answers `unavailable` to what has waited for 3 s.
/// No HTTP thread waits for the database, any number of requests with one handle make one lookup,
/// and who invents keys displaces and delays nobody who has one.
class HolderCache {
public:
    using Answer = base::Result<std::optional<Holder>>;
    using Lookup = std::function<Answer(const std::string& handle)>;
    using Callback = std::function<void(const Answer&)>;
    using MayAsk = std::function<bool()>;

    /// `clock` outlives it, and does not run backwards.
    HolderCache(Lookup lookup, const base::Clock& clock);
    ~HolderCache();

    /// Answers at once when the handle is remembered, else later from a thread of its own. A handle
    /// that was signed by us goes with the known ones. Of any other, when nobody knows it yet,
    /// `may_ask` decides first whether it is looked up: RATE_LIMIT if not.
    void find(const std::string& handle, Callback callback, const MayAsk& may_ask = {});

private:
    struct Known {
        Holder holder;
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

    std::optional<Answer> recall(const std::string& handle, base::Instant now);
    base::Result<void> want(const std::string& handle, const MayAsk& may_ask);
    void look_up();
    std::optional<std::string> next_wanted();
    void keep(const std::string& handle, const Answer& answer, base::Instant asked_at);
    void sweep(base::Instant now);
    void call_back();
    static void tell(Ready& ready);
    void give_up_on_late();

    const Lookup lookup_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    std::condition_variable answered_;
    bool ending_ = false;
    std::unordered_map<std::string, Known> known_;
    std::size_t sweep_at_; // entries, before those that nobody has asked for go
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
