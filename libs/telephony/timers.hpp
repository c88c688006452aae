#pragma once

#include "telephony/sip_thread.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace hatif::telephony {

/// The timers of one thread, as values: who fires when; those of one time in the order of adding.
/// The thread asks and waits. A heap over slots that are used again: once it has grown to as many
/// timers as run at a time, nothing is allocated.
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
    struct Slot {
        Task task{};
        std::uint32_t uses = 0; ///< the half of an id that tells apart who had the slot
        std::size_t place = 0;  ///< in the heap
    };
    struct Waiting {
        SteadyTime when;
        std::uint64_t order;
        std::uint32_t slot;

        bool operator<(const Waiting& other) const {
            return when != other.when ? when < other.when : order < other.order;
        }
    };

    void put(std::size_t place, const Waiting& it);
    void rise(std::size_t place);
    void sink(std::size_t place);
    Task take(std::size_t place);

    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_;
    std::vector<Waiting> heap_; ///< each before both of 2n + 1 and 2n + 2
    std::uint64_t last_order_ = 0;
};

} // namespace hatif::telephony
