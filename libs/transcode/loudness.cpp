#include "transcode/loudness.hpp"

#include "transcode/peak_limiter.hpp"
#include "transcode/silence.hpp"
#include "transcode/speech_level.hpp"

#include <algorithm>
#include <cmath>

namespace hatif::transcode {

double gain_for(double level) {
    if (level < silence_level) return 0;
    const double gain = std::min(wanted_level - level, most_boost);
    return std::abs(gain) <= tolerance ? 0 : gain;
}

void bring_to_level(std::vector<float>& samples) {
    const auto part = audible_part(samples);
    const auto level = speech_level(std::span{samples}.subspan(part.first, part.size()));
    const double gain = level ? gain_for(*level) : 0;
    if (gain != 0) {
        const double factor = std::pow(10, gain / 20);
        for (float& sample : samples) sample = static_cast<float>(sample * factor);
    }
    limit_peaks(samples);
}

} // namespace hatif::transcode
