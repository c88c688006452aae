#include "recording/beep.hpp"

#include "audio/g711.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hatif::recording {

audio::Prompt beep(std::chrono::milliseconds length) {
    constexpr double rate = 8'000;
    constexpr double frequency = 1'000;
    constexpr double amplitude = 8'000; // -12 dBm0
    constexpr double edge = 80;         // 10 ms
    const auto size = static_cast<std::size_t>(std::max<std::int64_t>(0, length.count() * 8));
    std::vector<std::int16_t> samples(size);
    for (std::size_t i = 0; i < size; ++i) {
        const auto from_edge = static_cast<double>(std::min(i, size - 1 - i));
        const double gain = std::min(1.0, from_edge / edge);
        const double phase = 2 * std::numbers::pi * frequency * static_cast<double>(i) / rate;
        samples[i] = static_cast<std::int16_t>(std::lround(amplitude * gain * std::sin(phase)));
    }
    return {.a_law = audio::encode(audio::Codec::pcma, samples),
            .mu_law = audio::encode(audio::Codec::pcmu, samples)};
}

} // namespace hatif::recording
