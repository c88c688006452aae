#pragma once

#include "rtp/packet.hpp"

#include <cstdint>

namespace hatif::rtp {

/// Numbers the packets of one outgoing stream of 20 ms frames. The timestamp is the clock's: it
/// goes on by 160 for every frame time, sent or not; the sequence counts what is sent.
class Sender {
public:
    Sender(std::uint32_t source, std::uint16_t sequence, std::uint32_t timestamp)
        : next_{.marker = true, .sequence = sequence, .timestamp = timestamp, .source = source} {}

    /// The header of the frame whose time has come. The first one, and the first after a pause,
    /// carries the marker.
    Header stamp(std::uint8_t payload_type) {
        Header header = next_;
        header.payload_type = payload_type;
        next_.marker = false;
        ++next_.sequence;
        next_.timestamp += samples_per_frame;
        return header;
    }

    /// Frame times that passed unsent: on hold, or slept through. They are not made up for.
    void skip(std::uint32_t frames) {
        if (frames == 0) return;
        next_.timestamp += frames * samples_per_frame;
        next_.marker = true;
    }

private:
    static constexpr std::uint32_t samples_per_frame = 160;

    Header next_;
};

} // namespace hatif::rtp
