#pragma once

#include "audio/codec.hpp"

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

/// What the two sides agreed on, as far as we must act on it.
struct Agreement {
    Endpoint remote;                           ///< where our packets go
    audio::Codec codec = audio::Codec::pcma;   ///< what we send
    std::optional<std::uint8_t> key_payload{}; ///< telephone-event (RFC 4733); none: no keys come
    Direction direction = Direction::both;

    /// False on hold: nothing is to be sent now.
    bool may_send() const {
        return direction == Direction::both || direction == Direction::send_only;
    }

    bool operator==(const Agreement&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Agreement& it);

} // namespace hatif::sdp
