#include "rtp/statistics.hpp"

namespace hatif::rtp {

std::ostream& operator<<(std::ostream& out, const Statistics& it) {
    out << "sent " << it.sent << " failed " << it.send_failed << " skipped " << it.frames_skipped
        << ", received " << it.received << " lost " << it.lost << " dropped " << it.dropped
        << " jitter " << it.jitter_ms << " ms";
    if (it.remote_lost) out << ", lost there " << *it.remote_lost;
    if (it.remote_jitter_ms) out << " jitter there " << *it.remote_jitter_ms << " ms";
    if (it.round_trip_ms) out << " round trip " << *it.round_trip_ms << " ms";
    return out;
}

} // namespace hatif::rtp
