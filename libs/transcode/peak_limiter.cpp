#include "transcode/peak_limiter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <deque>
#include <numbers>

namespace hatif::transcode {

namespace {

constexpr std::size_t reach = 40; // 5 ms
constexpr int taps = 16;          // of the interpolation, half of them on each side
constexpr int between = 3;        // places between two samples
// Two neighbours below this make no peak between them that matters.
constexpr float harmless = highest_peak / 2;

using Taps = std::array<std::array<float, taps>, between>;

/// A sinc under a Hann window, for each place.
Taps make_taps() {
    Taps made{};
    for (int place = 0; place < between; ++place) {
        const double at = (place + 1.0) / (between + 1);
        for (int tap = 0; tap < taps; ++tap) {
            const double away = at - (tap - taps / 2 + 1);
            const double angle = std::numbers::pi * away;
            const double window = 0.5 + 0.5 * std::cos(2 * angle / taps);
            made[static_cast<std::size_t>(place)][static_cast<std::size_t>(tap)] =
                static_cast<float>(std::sin(angle) / angle * window);
        }
    }
    return made;
}

/// The highest between this sample and the next.
float peak_after(std::span<const float> samples, std::size_t index) {
    static const auto made = make_taps();
    const auto size = static_cast<std::ptrdiff_t>(samples.size());
    float highest = 0;
    for (const auto& place : made) {
        float sum = 0;
        for (int tap = 0; tap < taps; ++tap) {
            const auto at = static_cast<std::ptrdiff_t>(index) + tap - taps / 2 + 1;
            if (at < 0 || at >= size) continue;
            sum += samples[static_cast<std::size_t>(at)] * place[static_cast<std::size_t>(tap)];
        }
        highest = std::max(highest, std::abs(sum));
    }
    return highest;
}

/// Of each place the smallest value at most `reach` away.
std::vector<float> smallest_near(const std::vector<float>& values) {
    std::vector<float> smallest(values.size());
    std::deque<std::size_t> candidates; // their values rise
    for (std::size_t next = 0, at = 0; at < values.size(); ++at) {
        for (; next < values.size() && next <= at + reach; ++next) {
            while (!candidates.empty() && values[candidates.back()] >= values[next]) {
                candidates.pop_back();
            }
            candidates.push_back(next);
        }
        while (candidates.front() + reach < at) candidates.pop_front();
        smallest[at] = values[candidates.front()];
    }
    return smallest;
}

/// Of each place the mean of what is at most `reach` away.
std::vector<float> mean_near(const std::vector<float>& values) {
    std::vector<double> sums(values.size() + 1, 0);
    for (std::size_t at = 0; at < values.size(); ++at) sums[at + 1] = sums[at] + values[at];
    std::vector<float> means(values.size());
    for (std::size_t at = 0; at < values.size(); ++at) {
        const auto first = at - std::min(at, reach);
        const auto end = std::min(at + reach + 1, values.size());
        means[at] =
            static_cast<float>((sums[end] - sums[first]) / static_cast<double>(end - first));
    }
    return means;
}

} // namespace

std::vector<float> true_peaks(std::span<const float> samples) {
    std::vector<float> peaks(samples.size());
    for (std::size_t at = 0; at < samples.size(); ++at) {
        const float here = std::abs(samples[at]);
        const float next = at + 1 < samples.size() ? std::abs(samples[at + 1]) : 0.0F;
        peaks[at] = here;
        if (std::max(here, next) > harmless) {
            peaks[at] = std::max(peaks[at], peak_after(samples, at));
        }
    }
    return peaks;
}

void limit_peaks(std::vector<float>& samples) {
    auto gains = true_peaks(samples);
    bool any = false;
    for (float& it : gains) {
        any = any || it > highest_peak;
        it = it > highest_peak ? highest_peak / it : 1.0F;
    }
    if (!any) return;
    // The mean of the smallest: at no place above what is needed there, and without a step.
    gains = mean_near(smallest_near(gains));
    for (std::size_t at = 0; at < samples.size(); ++at) samples[at] *= gains[at];
}

} // namespace hatif::transcode
