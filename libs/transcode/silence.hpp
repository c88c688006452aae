#pragma once

#include <chrono>
#include <cstddef>
#include <span>

namespace hatif::transcode {

/// What is left of the silence at each end, so that a soft first or last sound is not bitten off.
inline constexpr std::chrono::milliseconds kept_silence{50};

/// Samples of a sound, from the first to before the last.
struct Part {
    std::size_t first = 0;
    std::size_t end = 0;

    std::size_t size() const { return end - first; }
    bool operator==(const Part&) const = default;
};

/// Where something is heard in a sound at 8 kHz: from the first to the last 30 ms on end that stand
/// out. What stands out is louder than the recording's own noise (its quietest tenth) by 8 dB, but
/// neither softer than its loudest moment by 45 dB nor asked to be closer to it than 25 dB; so
/// steady sounds stand out whole. Nothing stands out: all of it. Samples are -1 to 1.
Part audible_part(std::span<const float> samples);

/// The same with `kept_silence` at both ends, as far as there is any.
Part trimmed(std::span<const float> samples);

} // namespace hatif::transcode
