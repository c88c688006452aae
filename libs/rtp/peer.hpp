#pragma once

#include "rtp/packet.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace hatif::rtp {

using SteadyTime = std::chrono::steady_clock::time_point;

/// An IPv4 address and port, in the machine's byte order.
struct Address {
    std::uint32_t host = 0;
    std::uint16_t port = 0;

    bool operator==(const Address&) const = default;
};

/// Whom a call listens to and where it sends: symmetric RTP with a rule for learning.
///
///     unlearned -- packet from the SDP's address ------------->  locked     at once
///     unlearned -- proof of one other ------------------------>  learned    NAT, or a media relay
///     learned   -- packet from the SDP's address, within 1 s ->  locked
///     learned   -- 1 s after it was learned ------------------>  locked
///     locked    -- proof of a new source (SSRC) -------------->  locked     the same address only
///
/// Proof is a voice: three packets in sequence or more, over 30 ms at least, no faster than one in
/// 5 ms. One early packet proves nothing, and no burst does. Four streams may prove themselves at a
/// time. All other packets are strangers': dropped, counted, and never answered.
class Peer {
public:
    explicit Peer(Address named) : named_{named} {}

    /// True when the packet is the peer's. Packets that only led to learning are not.
    bool accept(const Address& from, const Header& header, SteadyTime now);

    /// True when nothing from there can be the peer's any more: not worth reading.
    bool refuses(const Address& from, SteadyTime now) const {
        return is_locked(now) && from != learned_->from;
    }

    /// True when `address()` will not change any more.
    bool is_locked(SteadyTime now) const;

    /// Where to send: what was learned, until then what the SDP named.
    const Address& address() const { return learned_ ? learned_->from : named_; }

private:
    struct Stream {
        Address from;
        std::uint32_t source;

        bool operator==(const Stream&) const = default;
    };

    struct Candidate {
        Stream stream{};
        SteadyTime since{};
        SteadyTime heard{};
        std::uint16_t next_sequence = 0;
        int in_sequence = 0; ///< 0: nobody
    };

    void learn(const Stream& stream);
    bool has_proven(const Stream& stream, std::uint16_t sequence, SteadyTime now);
    Candidate& candidate(const Stream& stream);

    Address named_;
    std::optional<Stream> learned_;
    SteadyTime learned_at_{};
    std::array<Candidate, 4> candidates_{};
};

} // namespace hatif::rtp
