#include "schedule/waiting.hpp"

namespace hatif::schedule {

std::optional<WaitingFor> waiting_for(const Waits& it) {
    if (it.pending == 0 && !it.live) return std::nullopt;
    if (it.start) return WaitingFor{"start", it.start};
    if (!it.running) return std::nullopt;
    if (it.unreadable) return WaitingFor{"window_unreadable"};
    const bool never = it.closed && !it.opens;
    if (it.pending == 0 && !never) return WaitingFor{"trigger", it.next_trigger};
    // A live execution is never done with planning.
    const bool only_later = it.due == 0 && (!it.planning || it.live) && it.next_due;
    if (it.closed && !(only_later && it.opens && *it.opens < *it.next_due)) {
        return WaitingFor{"window", it.opens};
    }
    if (!it.dialers) return WaitingFor{"dialers"};
    if (only_later) return WaitingFor{it.hours ? "hours" : "retry", it.next_due};
    if (!it.capacity) return WaitingFor{"capacity"};
    if (!it.dids) return WaitingFor{"did_pool"};
    if (!it.trunks) return WaitingFor{"trunk"};
    return std::nullopt;
}

} // namespace hatif::schedule
