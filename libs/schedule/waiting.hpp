#pragma once

#include "base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hatif::schedule {

/// What is to be known of an execution to say why it starts no call just now.
struct Waits {
    bool running = false;
    std::optional<base::Instant> start{};    ///< of one that is scheduled
    bool closed = false;                     ///< a pause window, or hours that are not known
    bool unreadable = false;                 ///< its windows or its zone
    std::optional<base::Instant> opens{};    ///< when a pause window ends; none: never
    std::int64_t pending = 0;                ///< contacts that wait
    std::int64_t due = 0;                    ///< of these, due now
    bool planning = false;                   ///< members are still to be read from the audience
    std::optional<base::Instant> next_due{}; ///< of those that are not due yet
    bool dialers = false;                    ///< a worker was seen lately
    bool capacity = false;                   ///< the organization or the program has room
    bool dids = false;                       ///< a number of the pool has room
    bool trunks = false;                     ///< a trunk has room
    bool hours = false; ///< who is at `next_due` waits for calling hours, not for a retry
    bool live = false;  ///< people come as their dates fall due
    std::optional<base::Instant> next_trigger{}; ///< live: the first of these dates, where known
};

/// `waitingFor` of the API: start, window (without `until` where it never opens),
/// window_unreadable, hours, dialers, capacity, did_pool, trunk, retry, trigger.
struct WaitingFor {
    std::string reason;
    std::optional<base::Instant> until{};

    bool operator==(const WaitingFor&) const = default;
};

/// Nothing when calls start, or nobody waits or is to come.
std::optional<WaitingFor> waiting_for(const Waits& it);

} // namespace hatif::schedule
