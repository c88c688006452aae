#pragma once

#include "audio/codec.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hatif::recording {

/// How each byte of one coding is written in another.
using Transcoding = std::array<std::uint8_t, 256>;

/// Made once; the same coding gives the bytes as they are.
const Transcoding& transcoding(audio::Codec from, audio::Codec to);

/// The last seconds of a recording, as a ring of samples by their position from its beginning. One
/// thread paints, at any place that is not published yet; what is not painted is silence. Another
/// one takes what is published. Neither waits for the other, and neither allocates.
class Canvas {
public:
    /// Room for so many samples of each channel.
    Canvas(std::uint32_t channels, std::size_t room);

    // The painting thread.

    /// What silence is written as, and the paint is of. Before the first `reach`.
    void begin(audio::Codec codec);
    /// Makes room up to this position. False: what was published before is not taken yet.
    bool reach(std::uint64_t end);
    /// Within what was reached and not published. `paint` is of the coding `from`.
    void paint(std::uint32_t channel,
               std::uint64_t position,
               std::span<const std::uint8_t> paint,
               audio::Codec from);
    /// All before it is final.
    void publish(std::uint64_t end);

    // The taking thread.

    /// The coding of all bytes; meaningful once something is published.
    audio::Codec codec() const { return codec_; }
    std::uint64_t published() const { return published_.load(std::memory_order_acquire); }
    std::uint64_t taken() const { return taken_.load(std::memory_order_relaxed); }
    /// What is published and not taken, channels interleaved, as far as it lies in one piece.
    std::span<const std::uint8_t> next() const;
    /// So many bytes of `next` may be painted over: whole samples.
    void take(std::size_t bytes);

private:
    const std::uint32_t channels_;
    const std::size_t room_;
    std::vector<std::uint8_t> bytes_;
    audio::Codec codec_ = audio::Codec::pcma;
    std::uint64_t reached_ = 0; // painter's: all before it is silence or paint
    std::atomic<std::uint64_t> published_{0};
    std::atomic<std::uint64_t> taken_{0};
};

} // namespace hatif::recording
