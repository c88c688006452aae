#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <span>
#include <vector>

/// Sounds at 8 kHz for tests, samples from -1 to 1.
namespace hatif::transcode::testing {

using Samples = std::vector<float>;

inline Samples silence(double seconds) {
    return Samples(static_cast<std::size_t>(std::lround(seconds * 8000)), 0.0F);
}

inline Samples tone(double seconds, double amplitude, double hertz = 440) {
    auto samples = silence(seconds);
    for (std::size_t at = 0; at < samples.size(); ++at) {
        const double angle = 2 * std::numbers::pi * hertz * static_cast<double>(at) / 8000;
        samples[at] = static_cast<float>(amplitude * std::sin(angle));
    }
    return samples;
}

inline Samples noise(double seconds, double amplitude, std::mt19937& random) {
    std::normal_distribution<float> value{0, static_cast<float>(amplitude)};
    auto samples = silence(seconds);
    for (float& sample : samples) sample = value(random);
    return samples;
}

/// Noise in syllables, four a second, each swelling and fading: as uneven as speech is.
inline Samples babble(double seconds, double amplitude, std::mt19937& random) {
    auto samples = noise(seconds, amplitude, random);
    for (std::size_t at = 0; at < samples.size(); ++at) {
        const double phase = std::numbers::pi * static_cast<double>(at) / 2000;
        samples[at] *= static_cast<float>(std::pow(std::sin(phase), 2));
    }
    return samples;
}

inline Samples operator+(Samples left, const Samples& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

inline Samples times(Samples samples, double factor) {
    for (float& sample : samples) sample = static_cast<float>(sample * factor);
    return samples;
}

/// The power of samples in dBm0, all of them alike.
inline double power_level(std::span<const float> samples) {
    double energy = 0;
    for (const double sample : samples) energy += sample * sample;
    return 10 * std::log10(2 * energy / static_cast<double>(samples.size())) + 3.14;
}

} // namespace hatif::transcode::testing
