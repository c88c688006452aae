#include "transcode/resampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <soxr.h>

namespace hatif::transcode {

namespace {

constexpr std::uint32_t telephone_rate = 8000;

// What overflowed in the filter is no sound.
float sound(float sample) {
    return std::isfinite(sample) ? sample : 0.0F;
}

} // namespace

struct Resampler::Soxr {
    explicit Soxr(std::uint32_t rate) {
        const auto types = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
        const auto quality = soxr_quality_spec(SOXR_HQ, 0);
        const auto runtime = soxr_runtime_spec(1); // threads: the sandbox allows none
        soxr_error_t why = nullptr;
        handle = soxr_create(rate, telephone_rate, 1, &why, &types, &quality, &runtime);
    }
    Soxr(const Soxr&) = delete;
    Soxr& operator=(const Soxr&) = delete;
    ~Soxr() { soxr_delete(handle); }

    soxr_t handle = nullptr;
};

Resampler::Resampler(std::uint32_t rate)
    : soxr_{rate == telephone_rate ? nullptr : std::make_unique<Soxr>(rate)} {}

Resampler::~Resampler() = default;

base::Result<void> Resampler::put(std::span<const float> samples) {
    if (!soxr_) {
        made_.insert(made_.end(), samples.begin(), samples.end());
        return {};
    }
    return process(samples.data(), samples.size());
}

base::Result<std::vector<float>> Resampler::finish() {
    if (soxr_) {
        if (auto flushed = process(nullptr, 0); !flushed) return base::fail(flushed.error());
    }
    return std::move(made_);
}

base::Result<void> Resampler::process(const float* samples, std::size_t count) {
    if (!soxr_->handle)
        return base::fail(base::Errc::unprocessable, "its sample rate cannot be converted");
    std::array<float, 8192> out{};
    while (true) {
        std::size_t taken = 0;
        std::size_t made = 0;
        if (soxr_process(soxr_->handle, samples, count, &taken, out.data(), out.size(), &made)) {
            return base::fail(base::Errc::unprocessable, "its sample rate cannot be converted");
        }
        std::transform(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(made),
                       std::back_inserter(made_), sound);
        if (samples) samples += taken;
        count -= taken;
        // Flushing goes on until nothing comes; otherwise until all is taken in.
        if (made < out.size() && count == 0) return {};
    }
}

} // namespace hatif::transcode
