#pragma once

#include "detection/slicer.hpp"

#include <array>

namespace hatif::detection {

/// Tells sound from the noise behind it, slice by slice: what is well above the quietest moment of
/// the last second, and no echo that dies away behind a louder moment.
class VoiceActivity {
public:
    /// Somebody (or something) is heard in this slice. A lost slice is what the one before was,
    /// for 60 ms; from then on it is silence that the peer does not send.
    bool hear(const Slice& slice);

    /// How much the sound has moved, in pitch and strength, from the slice before: a voice moves
    /// all the time, an instrument or a ringing tone hardly. Speech has about 1.
    float movement() const { return movement_; }

    /// Of the last 50 ms or so: a mean square, as Slice::power.
    float power() const { return slow_; }

    /// Of the last 20 ms or so.
    float strength() const { return fast_; }

private:
    static constexpr std::size_t windows = 13;
    static constexpr int window_slices = 10;

    float floor_of(float slow);

    float fast_ = 0;
    float slow_ = 0;
    float peak_ = 0;
    std::array<float, windows> quietest_{}; ///< of each tenth of a second
    int slices_ = 0;                        ///< heard so far
    int lost_ = 0;                          ///< slices, up to now
    bool active_ = false;
    float power_ = 0;  ///< of the slice before
    float colour_ = 0; ///< of the slice before: 1 is low, -1 is high
    float movement_ = 0;
};

} // namespace hatif::detection
