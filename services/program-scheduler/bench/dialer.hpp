#pragma once

#include "program_scheduler/bench/judge.hpp"
#include "program_scheduler/bench/replica.hpp"
#include "program_scheduler/bench/topic.hpp"

#include <map>
#include <string>
#include <vector>

namespace hatif::program_scheduler::bench {

/// What dialers have around them.
struct Around {
    Database& database;
    Scene& scene;
    Judge& judge;
    Topic& topic;
    Random& random;

    base::Instant now() const { return database.clock.now(); }
};

/// How a call would go; by the seed of the scene alone.
struct Fate {
    schedule::Outcome outcome = schedule::Outcome::completed;
    std::string reason{};
    base::Duration rings{};
    base::Duration talks{}; ///< 0: nobody answers
};
using Destiny = std::function<Fate(const program::v1::Lease&)>;

/// A worker as the dialer is one: it asks for Start before each INVITE, renews what it holds,
/// trusts its leases for half their time, and tells the ends of calls to the topic alone.
class Dialer {
public:
    Dialer(std::string name, Around around, Destiny destiny)
        : name_{std::move(name)}, around_{around}, destiny_{std::move(destiny)} {}

    const std::string& name() const { return name_; }
    bool idle() const { return held_.empty() && untold_.empty(); }
    std::int64_t room() const;

    void take(const std::vector<program::v1::Lease>& leases);
    /// Everything that is due: renewals, Starts, ends of calls, events.
    void tick(Replica& replica);
    /// Until then it does nothing, and its own clock does not run: it trusts what it holds as it
    /// did before. Not while it has calls.
    void sleep(base::Instant until);
    /// Nothing that it held or had to tell is ever heard of again.
    void die();

    /// When its next call changes, or a lease may be started; none: nothing is to come.
    std::optional<base::Instant> next() const;

private:
    struct Held {
        program::v1::Lease lease;
        base::Instant renewed_at{};
        bool dialled = false;
        bool given_up = false; ///< its lease ended; the call that was answered goes on
    };
    struct Untold {
        std::string job;
        std::string payload;
        base::Instant at{};
        base::Instant seen_from{};
        std::string attempt;
        bool answer = false;
    };
    using Names = std::vector<std::string>;

    bool is_awake();
    bool trusts(const Held& held) const;
    void renew(Replica& replica);
    void renewed(const std::string& attempt, int answer);
    void ask_to_start(Replica& replica);
    void dial(Held& held);
    void give_back(Replica& replica, const Names& attempts, const std::string& why);
    void follow_calls();
    void cut_off();
    void end(const std::string& attempt, schedule::Outcome outcome, const std::string& reason);
    void tell(const Call& call, bool answer, schedule::Outcome outcome, const std::string& reason);
    void deliver();

    std::string name_;
    Around around_;
    Destiny destiny_;
    std::map<std::string, Held> held_{};
    std::map<std::string, Call> calls_{};
    std::vector<Untold> untold_{};
    base::Instant renewed_at_{};
    std::optional<base::Instant> sleeps_until_{};
    base::Instant tells_from_{}; ///< no event overtakes another
};

} // namespace hatif::program_scheduler::bench
