#pragma once

#include "rtp/packet.hpp"

#include <cstdint>
#include <optional>

namespace hatif::rtp {

/// Hears the keys of one call in its telephone-event packets (RFC 4733): each press once, at its
/// first packet that arrives, whatever the marker.
///
///     nothing heard    -- packet ------------------------------>  press   told
///     press            -- packet of its timestamp ------------->  press   an update or the end
///     press            -- packet of an older timestamp -------->  press   late, of a press told
///     press            -- packet of another source ------------>  press   told
///     press, no end    -- same key, timestamp within the press -> press   its next segment
///     press            -- any other packet -------------------->  press   told
class KeyReceiver {
public:
    /// The key, when this packet is the first that is heard of its press: "0"–"9", '*', '#',
    /// "A"–"D".
    std::optional<char> hear(const Packet& packet);

private:
    struct Press {
        std::uint32_t source;
        std::uint8_t event;
        std::uint32_t timestamp;
        std::uint16_t duration; ///< the longest told, in samples
        bool ended;
    };
    std::optional<Press> last_;
};

} // namespace hatif::rtp
