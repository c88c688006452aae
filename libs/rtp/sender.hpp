#pragma once

#include "rtp/packet.hpp"

#include <cstdint>

namespace hatif::rtp {

/// Numbers the packets of one outgoing stream. The timestamp is the clock's: it goes on by 8 for
/// every millisecond, sent or not; the sequence counts what is sent.
class Sender {
public:
    Sender(std::uint32_t source, std::uint16_t sequence, std::uint32_t timestamp)
        : next_{.marker = true, .sequence = sequence, .timestamp = timestamp, .source = source} {}

    /// The header of the packet whose time has come, with so many samples. The first one, and the
    /// first after a pause, carries the marker.
    Header stamp(std::uint8_t payload_type, std::uint32_t samples = 160) {
        Header header = next_;
        header.payload_type = payload_type;
        next_.marker = false;
        ++next_.sequence;
        next_.timestamp += samples;
        return header;
    }

    /// Samples whose time passed unsent: on hold, or slept through. They are not made up for.
    void skip(std::uint32_t samples) {
        if (samples == 0) return;
        next_.timestamp += samples;
        next_.marker = true;
    }

    std::uint32_t source() const { return next_.source; }

    /// Where the stream's clock stands.
    std::uint32_t timestamp() const { return next_.timestamp; }

private:
    Header next_;
};

} // namespace hatif::rtp
