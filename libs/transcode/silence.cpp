#include "transcode/silence.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hatif::transcode {

namespace {

constexpr std::size_t rate = 8000;
constexpr std::size_t frame = rate / 100; // 10 ms
constexpr std::size_t frames_on_end = 3;  // a click is shorter

// Power, so twice the decibels of an amplitude.
double ratio(double decibels) {
    return std::pow(10, decibels / 10);
}

/// The mean power of each 10 ms; the rest at the end is a frame of its own.
std::vector<double> powers_of(std::span<const float> samples) {
    std::vector<double> powers;
    powers.reserve(samples.size() / frame + 1);
    while (!samples.empty()) {
        const auto piece = samples.first(std::min(frame, samples.size()));
        double sum = 0;
        for (const double sample : piece) sum += sample * sample;
        powers.push_back(sum / static_cast<double>(piece.size()));
        samples = samples.subspan(piece.size());
    }
    return powers;
}

double threshold_of(const std::vector<double>& powers) {
    const double loudest = *std::max_element(powers.begin(), powers.end());
    auto sorted = powers;
    const auto tenth = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 10);
    std::nth_element(sorted.begin(), tenth, sorted.end());
    return std::clamp(*tenth * ratio(8), loudest * ratio(-45), loudest * ratio(-25));
}

/// The first of the frames from which on enough stand out; none: how many there are.
template <class Frames>
std::size_t first_run(const Frames& stands_out) {
    const auto found = std::search_n(stands_out.begin(), stands_out.end(), frames_on_end, true);
    return static_cast<std::size_t>(found - stands_out.begin());
}

} // namespace

Part audible_part(std::span<const float> samples) {
    const Part all{0, samples.size()};
    const auto powers = powers_of(samples);
    if (powers.empty()) return all;
    const double threshold = threshold_of(powers);
    std::vector<bool> stands_out;
    stands_out.reserve(powers.size());
    for (const double power : powers) stands_out.push_back(power > 0 && power >= threshold);
    const auto first = first_run(stands_out);
    if (first == stands_out.size()) return all;
    std::reverse(stands_out.begin(), stands_out.end());
    const auto after = stands_out.size() - first_run(stands_out);
    return {first * frame, std::min(after * frame, samples.size())};
}

Part trimmed(std::span<const float> samples) {
    constexpr auto margin = static_cast<std::size_t>(kept_silence.count()) * rate / 1000;
    const auto part = audible_part(samples);
    return {part.first - std::min(margin, part.first),
            part.end + std::min(margin, samples.size() - part.end)};
}

} // namespace hatif::transcode
