#include "schedule/waiting.hpp"

namespace hatif::schedule {

std::optional<WaitingFor> waiting_for(const Waits& it) {
    if (!it.running || it.pending == 0) return std::nullopt;
    if (!it.dialers) return WaitingFor{"dialers"};
    if (it.due == 0 && !it.planning && it.next_due) return WaitingFor{"retry", it.next_due};
    if (!it.capacity) return WaitingFor{"capacity"};
    if (!it.dids) return WaitingFor{"did_pool"};
    if (!it.trunks) return WaitingFor{"trunk"};
    return std::nullopt;
}

} // namespace hatif::schedule
