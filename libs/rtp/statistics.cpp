#include "rtp/statistics.hpp"

namespace hatif::rtp {

std::ostream& operator<<(std::ostream& out, const Statistics& it) {
    return out << "sent " << it.sent << " failed " << it.send_failed << " skipped "
               << it.frames_skipped << ", received " << it.received << " lost " << it.lost
               << " dropped " << it.dropped << " jitter " << it.jitter_ms << " ms";
}

} // namespace hatif::rtp
