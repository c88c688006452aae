#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace hatif::transcode {

/// Mono at any rate to 8 kHz in 16 bits, piece by piece.
class Resampler {
public:
    explicit Resampler(std::uint32_t rate);
    Resampler(const Resampler&) = delete;
    Resampler& operator=(const Resampler&) = delete;
    ~Resampler();

    /// Samples from -1 to 1; beyond that they are clipped.
    base::Result<void> put(std::span<const float> samples);

    /// All that was put in, to its end.
    base::Result<std::vector<std::int16_t>> finish();

private:
    struct Soxr;
    base::Result<void> process(const float* samples, std::size_t count);

    std::unique_ptr<Soxr> soxr_; // none at 8 kHz: the samples pass as they are
    std::vector<std::int16_t> made_;
};

} // namespace hatif::transcode
