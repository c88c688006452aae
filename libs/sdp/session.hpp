#pragma once

#include "audio/codec.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

namespace hatif::sdp {

/// Where media is received. The address is a numeric IPv4 address.
struct Endpoint {
    std::string address;
    std::uint16_t port = 0;

    bool operator==(const Endpoint&) const = default;
};

/// Which way media flows, seen from us.
enum class Direction { both, send_only, receive_only, none };

/// One side's key of SDES (RFC 4568): AES_CM_128_HMAC_SHA1_80, 16 bytes of key and 14 of salt.
using MediaKey = std::array<std::uint8_t, 30>;

/// With what our packets are encrypted, and theirs.
struct Security {
    MediaKey ours{};
    MediaKey theirs{};

    bool operator==(const Security&) const = default;
};

/// What the two sides agreed on, as far as we must act on it.
struct Agreement {
    Endpoint remote;                           ///< where our packets go
    audio::Codec codec = audio::Codec::pcma;   ///< what we send
    std::optional<std::uint8_t> key_payload{}; ///< telephone-event (RFC 4733); none: no keys come
    Direction direction = Direction::both;
    /// How much sound they want in a packet of ours: 10 to 60 ms, in steps of 10.
    std::chrono::milliseconds packet_time{20};
    std::optional<std::uint8_t> comfort_noise{}; ///< payload type of RFC 3389, when they named it
    std::optional<Endpoint> control{};           ///< where RTCP goes, when it is not the port after
    std::optional<Security> security{};          ///< SRTP; none: in clear

    /// False on hold: nothing is to be sent now.
    bool may_send() const {
        return direction == Direction::both || direction == Direction::send_only;
    }

    bool operator==(const Agreement&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Agreement& it);

} // namespace hatif::sdp
