#include "transcode/waveform.hpp"

#include "audio/g711.hpp"

#include <algorithm>
#include <vector>

namespace hatif::transcode {

namespace {

/// The lower byte is not seen in a picture.
char shown(std::int16_t sample) {
    return static_cast<char>(sample / 256);
}

std::int8_t value(char byte) {
    return static_cast<std::int8_t>(byte);
}

} // namespace

std::string waveform_of(std::span<const std::int16_t> samples, std::size_t points) {
    points = std::min(points, samples.size());
    std::string waveform;
    waveform.reserve(2 * points);
    for (std::size_t point = 0; point < points; ++point) {
        const auto first = point * samples.size() / points;
        const auto end = (point + 1) * samples.size() / points;
        const auto part = samples.subspan(first, end - first);
        const auto [lowest, highest] = std::minmax_element(part.begin(), part.end());
        waveform += shown(*lowest);
        waveform += shown(*highest);
    }
    return waveform;
}

std::string waveform_of_a_law(std::string_view a_law) {
    std::vector<std::int16_t> samples;
    samples.reserve(a_law.size());
    for (const char byte : a_law) {
        samples.push_back(audio::decode(audio::Codec::pcma, static_cast<std::uint8_t>(byte)));
    }
    return waveform_of(samples);
}

std::string in_points(std::string_view waveform, std::size_t points) {
    const auto have = waveform.size() / 2;
    if (points >= have) return std::string{waveform};
    std::string fewer;
    fewer.reserve(2 * points);
    for (std::size_t point = 0; point < points; ++point) {
        const auto first = point * have / points;
        const auto end = (point + 1) * have / points;
        char lowest = waveform[2 * first];
        char highest = waveform[2 * first + 1];
        for (auto at = first + 1; at < end; ++at) {
            if (value(waveform[2 * at]) < value(lowest)) lowest = waveform[2 * at];
            if (value(waveform[2 * at + 1]) > value(highest)) highest = waveform[2 * at + 1];
        }
        fewer += lowest;
        fewer += highest;
    }
    return fewer;
}

bool is_waveform(std::string_view bytes) {
    if (bytes.size() % 2 != 0) return false;
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        if (value(bytes[at]) > value(bytes[at + 1])) return false;
    }
    return true;
}

} // namespace hatif::transcode
