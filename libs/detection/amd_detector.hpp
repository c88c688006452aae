#pragma once

#include "audio/codec.hpp"
#include "detection/amd.hpp"
#include "detection/amd_decision.hpp"
#include "detection/slicer.hpp"
#include "detection/steady_tone.hpp"
#include "detection/voice_activity.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace hatif::detection {

/// Listens to one call from its answer on and tells once whether a person or a machine speaks. Its
/// clock is the sound itself: 8 samples are a millisecond, in whatever packets they come. No more
/// than a few hundred bytes, nothing allocated.
class Amd {
public:
    explicit Amd(const AmdSettings& settings = {});

    /// The payload of a voice packet, in the order of the stream. The verdict, once; from then on
    /// nothing.
    std::optional<Verdict> hear(audio::Codec codec, std::span<const std::uint8_t> payload);

    /// The callee pressed a key: a person, if nothing was decided before.
    std::optional<Verdict> key();

    /// Time without a packet: lost, or the peer sends nothing while it is silent. Call it when that
    /// is known, by the timestamps or by the clock; it ends the analysis as sound does.
    std::optional<Verdict> pass(std::chrono::milliseconds time);

    bool decided() const { return decided_; }

private:
    std::optional<Verdict> hear(const Slice& slice);

    Slicer slicer_;
    VoiceActivity voice_;
    SteadyTone tone_;
    AmdDecision decision_;
    bool decided_ = false;
};

} // namespace hatif::detection
