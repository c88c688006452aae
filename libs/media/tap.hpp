#pragma once

#include "audio/prompt.hpp"
#include "base/instant.hpp"
#include "rtp/packet.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace hatif::media {

/// Listens to a line: a recorder. Lives on the media thread, which it must not hold up: what takes
/// time is handed on. It is called at every beat of ours (20 ms mostly: the packet time that was
/// agreed, 10 to 60 ms) and for every packet of the peer, in the order of their sequence (a reorder
/// window is before it; what comes later is lost).
class Tap {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    virtual ~Tap() = default;

    /// One beat of ours: what was sent, silence when nothing was. 80 bytes for each 10 ms of the
    /// packet time.
    virtual void said(audio::Codec codec, audio::Frame frame, SteadyTime now) = 0;

    /// A voice packet of the peer; its payload is of this codec. Gaps are the tap's to fill, by the
    /// timestamps.
    virtual void heard(audio::Codec codec, const rtp::Packet& packet, SteadyTime now) = 0;

    /// After each beat: why it is over by itself, if it is ("silence", "max_duration").
    virtual std::optional<std::string> over() = 0;

    /// The line closes, or the tap is taken off: nothing comes any more.
    virtual void end() = 0;
};

} // namespace hatif::media
