#pragma once

#include "audio/codec.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hatif::detection {

inline constexpr std::size_t slice_size = 80; ///< samples: 10 ms at 8 kHz
inline constexpr std::chrono::milliseconds slice_time{10};

/// A mean square of the loudest sine that G.711 can say: 0 dBFS. Samples are of 13 bits here, so
/// that the squares of a slice add up in 32 bits.
inline constexpr float full_scale = 4032.0F * 4032.0F / 2;

/// 10 ms of sound and what was measured of it at once.
struct Slice {
    /// The two samples before the slice, then its own.
    std::array<std::int16_t, slice_size + 2> samples{};
    /// Products of the samples with themselves, with the one before, with the second before.
    std::array<std::int32_t, 3> products{};
    bool lost = false; ///< nothing is known of (part of) it

    float power() const { return static_cast<float>(products[0]) / slice_size; }
};

/// Cuts what comes, in packets of whatever size, into slices of 10 ms.
class Slicer {
public:
    /// Takes bytes off the front, at most to the end of a slice. True: `slice()` is complete.
    bool fill(audio::Codec codec, std::span<const std::uint8_t>& bytes);

    /// The same with time of which nothing is known, in samples.
    bool skip(std::size_t& samples);

    const Slice& slice() const { return slice_; }

private:
    void begin();
    bool complete();

    Slice slice_;
    std::size_t filled_ = 0;
    bool lost_ = false;
};

} // namespace hatif::detection
