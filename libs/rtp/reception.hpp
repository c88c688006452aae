#pragma once

#include "rtp/peer.hpp"

#include <cstdint>
#include <optional>

namespace hatif::rtp {

/// Counts what is heard of one stream: losses by its sequence, jitter by its clock (RFC 3550,
/// appendix A.1, A.3 and A.8). Another source, or a sequence that leaps by thousands, starts anew
/// and keeps the sums.
class Reception {
public:
    /// `paced`: its timestamp is the clock's. That of a key (RFC 4733) stands still.
    void hear(const Header& header, SteadyTime now, bool paced = true);

    std::uint64_t received() const { return received_; }

    /// Expected but not received. A late packet makes it smaller again; duplicates may not make it
    /// less than none.
    std::uint64_t lost() const;

    double jitter_ms() const;

    /// The stream that is heard now, as an RTCP report tells of it.
    struct Heard {
        std::uint32_t source;
        std::uint32_t highest; ///< extended by the wraps of its sequence
        std::uint64_t expected;
        std::uint64_t received;
        double jitter; ///< in samples
    };
    std::optional<Heard> stream() const;

private:
    struct Stream {
        std::uint32_t source;
        std::uint64_t first; ///< extended sequence numbers
        std::uint64_t highest;
        std::uint64_t heard;
        std::int64_t transit; ///< arrival minus timestamp, in samples
    };

    static std::uint64_t lost_of(const Stream& stream);

    std::optional<Stream> stream_;
    std::uint64_t received_ = 0;
    std::uint64_t lost_before_ = 0;
    double jitter_ = 0; ///< in samples
};

} // namespace hatif::rtp
