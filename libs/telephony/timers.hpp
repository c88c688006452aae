#pragma once

#include "telephony/sip_thread.hpp"

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace hatif::telephony {

/// The timers of one thread, as values: who fires when. The thread asks and waits.
class Timers {
public:
    TimerId add(SteadyTime when, Task task);

    /// One that has fired or is unknown is ignored.
    void cancel(TimerId timer);

    /// When the next one is due.
    std::optional<SteadyTime> next() const;

    /// Takes the earliest task that is due by `now`.
    std::optional<Task> take_due(SteadyTime now);

private:
    using Key = std::pair<SteadyTime, std::uint64_t>;

    std::map<Key, Task> waiting_;
    std::unordered_map<std::uint64_t, SteadyTime> when_;
    std::uint64_t last_id_ = 0;
};

} // namespace hatif::telephony
