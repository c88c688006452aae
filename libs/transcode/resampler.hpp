#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace hatif::transcode {

/// Mono at any rate to 8 kHz, piece by piece.
class Resampler {
public:
    explicit Resampler(std::uint32_t rate);
    Resampler(const Resampler&) = delete;
    Resampler& operator=(const Resampler&) = delete;
    ~Resampler();

    /// Samples from -1 to 1; those beyond pass, too.
    base::Result<void> put(std::span<const float> samples);

    /// All that was put in, to its end.
    base::Result<std::vector<float>> finish();

private:
    struct Soxr;
    base::Result<void> process(const float* samples, std::size_t count);

    std::unique_ptr<Soxr> soxr_; // none at 8 kHz: the samples pass as they are
    std::vector<float> made_;
};

} // namespace hatif::transcode
