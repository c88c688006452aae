#pragma once

#include <cstdint>
#include <optional>
#include <ostream>

namespace hatif::rtp {

/// What one line sent and heard, told when it closes.
struct Statistics {
    std::uint64_t sent = 0;
    std::uint64_t send_failed = 0;    ///< the system took no packet; never tried again
    std::uint64_t frames_skipped = 0; ///< not sent, because their time had passed in a stall
    std::uint64_t received = 0;       ///< voice, noise and key packets of the learned peer
    std::uint64_t lost = 0;           ///< gaps in its sequence that were not filled later
    std::uint64_t dropped = 0;        ///< from strangers, of another source, or no RTP at all
    double jitter_ms = 0;             ///< RFC 3550, 6.4.1
    /// What the peer's last RTCP report told of what we sent; none: it sent no report.
    std::optional<std::int64_t> remote_lost{}; ///< negative: it heard packets twice
    std::optional<double> remote_jitter_ms{};
    std::optional<double> round_trip_ms{};

    bool operator==(const Statistics&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Statistics& it);

} // namespace hatif::rtp
