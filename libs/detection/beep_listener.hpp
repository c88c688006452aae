#pragma once

#include "audio/codec.hpp"
#include "detection/slicer.hpp"
#include "detection/steady_tone.hpp"
#include "detection/voice_activity.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <span>

namespace hatif::detection {

/// The tone after which a machine records.
struct Beep {
    int hertz = 0;
    std::chrono::milliseconds lasted{};
    std::chrono::milliseconds at{}; ///< when it was told, from the beginning of listening

    bool operator==(const Beep&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Beep& beep);

/// Waits for the beep of a machine: one steady tone of 300–2,500 Hz that lasts 120 ms at least,
/// begins and ends in quiet, and is told at its end, or when it has lasted two seconds. Keys,
/// ringing, music and speech are none. Tells every beep; the first is what one waits for.
class BeepListener {
public:
    /// The payload of a voice packet, in the order of the stream.
    std::optional<Beep> hear(audio::Codec codec, std::span<const std::uint8_t> payload);

    /// Time without a packet: lost, or silence that was not sent.
    std::optional<Beep> pass(std::chrono::milliseconds time);

private:
    std::optional<Beep> hear(const Slice& slice);

    Slicer slicer_;
    SteadyTone tone_;
    VoiceActivity voice_;
    int sounding_ = 0; ///< slices of speech so far
    std::chrono::milliseconds clock_{};
};

} // namespace hatif::detection
