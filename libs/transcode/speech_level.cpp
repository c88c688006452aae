#include "transcode/speech_level.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace hatif::transcode {

namespace {

constexpr double rate = 8000;
constexpr double time_constant = 0.03;
constexpr std::size_t hangover = 1600; // 200 ms
constexpr double margin = 15.9;
// A full-scale sine has a power of one half, and 3.14 dBm0.
const double dbm0_of_power_1 = 3.14 + 10 * std::log10(2.0);

constexpr std::size_t steps = 15;

/// Thresholds one octave apart, the highest first, and for how many samples each counts the speech
/// as active.
struct Activity {
    std::array<double, steps> thresholds{};
    std::array<std::size_t, steps> active{};
};

Activity activity_of(std::span<const float> samples, double peak) {
    Activity it;
    std::array<std::size_t, steps> left{}; // of the hangover
    for (std::size_t step = 0; step < steps; ++step) {
        it.thresholds[step] = std::ldexp(peak, -static_cast<int>(step));
    }
    const double memory = std::exp(-1 / (rate * time_constant));
    double smooth = 0;
    double envelope = 0;
    for (const float sample : samples) {
        smooth = memory * smooth + (1 - memory) * std::abs(static_cast<double>(sample));
        envelope = memory * envelope + (1 - memory) * smooth;
        for (std::size_t step = 0; step < steps; ++step) {
            const bool above = envelope >= it.thresholds[step];
            left[step] = above ? hangover + 1 : left[step];
            it.active[step] += left[step] > 0 ? 1 : 0;
            left[step] -= left[step] > 0 ? 1 : 0;
        }
    }
    return it;
}

double decibels(double power) {
    return 10 * std::log10(power);
}

/// Where the level stands so far above the threshold that found it: between two thresholds, on the
/// line through both.
double level_in(const Activity& it, double energy, double whole) {
    std::optional<double> level_before;
    double above_before = 0;
    for (std::size_t step = 0; step < steps; ++step) {
        if (it.active[step] == 0) continue;
        const double level = decibels(energy / static_cast<double>(it.active[step]));
        const double above = level - 2 * decibels(it.thresholds[step]);
        if (above >= margin) {
            if (!level_before || above == above_before) return level;
            const double part = (margin - above_before) / (above - above_before);
            return *level_before + part * (level - *level_before);
        }
        level_before = level;
        above_before = above;
    }
    return decibels(energy / whole);
}

} // namespace

std::optional<double> speech_level(std::span<const float> samples) {
    double energy = 0;
    double peak = 0;
    for (const double sample : samples) {
        energy += sample * sample;
        peak = std::max(peak, std::abs(sample));
    }
    if (energy <= 0) return {};
    const auto whole = static_cast<double>(samples.size());
    return level_in(activity_of(samples, peak), energy, whole) + dbm0_of_power_1;
}

} // namespace hatif::transcode
