#include "transcode_testing/sound_file.hpp"

#include "audio/g711.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <numbers>
#include <random>
#include <sndfile.h>
#include <stdexcept>
#include <vector>

namespace hatif::transcode_testing {

namespace {

/// A file that grows in memory.
struct Growing {
    std::string bytes{};
    sf_count_t at = 0;
};

Growing& growing(void* it) {
    return *static_cast<Growing*>(it);
}

sf_count_t seek(sf_count_t offset, int whence, void* it) {
    auto& file = growing(it);
    if (whence == SEEK_CUR) offset += file.at;
    if (whence == SEEK_END) offset += static_cast<sf_count_t>(file.bytes.size());
    return file.at = offset;
}

sf_count_t read(void* into, sf_count_t count, void* it) {
    auto& file = growing(it);
    const auto size = static_cast<sf_count_t>(file.bytes.size());
    const auto got = std::clamp<sf_count_t>(size - file.at, 0, count);
    std::memcpy(into, file.bytes.data() + file.at, static_cast<std::size_t>(got));
    file.at += got;
    return got;
}

sf_count_t write(const void* from, sf_count_t count, void* it) {
    auto& file = growing(it);
    const auto end = static_cast<std::size_t>(file.at + count);
    if (file.bytes.size() < end) file.bytes.resize(end);
    std::memcpy(file.bytes.data() + file.at, from, static_cast<std::size_t>(count));
    file.at += count;
    return count;
}

sf_count_t length(void* it) {
    return static_cast<sf_count_t>(growing(it).bytes.size());
}

sf_count_t tell(void* it) {
    return growing(it).at;
}

std::vector<float> sine(const Kind& kind, double hertz, double seconds) {
    std::vector<float> samples;
    const auto frames = std::lround(seconds * kind.rate);
    for (long frame = 0; frame < frames; ++frame) {
        const double angle = 2 * std::numbers::pi * hertz * static_cast<double>(frame) / kind.rate;
        for (int channel = 0; channel < kind.channels; ++channel) {
            samples.push_back(static_cast<float>(0.5 * std::sin(angle)));
        }
    }
    return samples;
}

std::vector<float> noise(const Kind& kind, double seconds) {
    std::mt19937 random{8000};
    std::normal_distribution<float> value{0, 0.1F};
    std::vector<float> samples;
    const auto frames = std::lround(seconds * kind.rate);
    for (long frame = 0; frame < frames; ++frame) {
        const double phase = 4 * std::numbers::pi * static_cast<double>(frame) / kind.rate;
        const auto swell = static_cast<float>(std::pow(std::sin(phase), 2));
        for (int channel = 0; channel < kind.channels; ++channel) {
            samples.push_back(swell * value(random));
        }
    }
    return samples;
}

std::string file_of(const Kind& kind, const std::vector<float>& samples) {
    Growing file;
    SF_VIRTUAL_IO calls{length, seek, read, write, tell};
    SF_INFO info{};
    info.samplerate = kind.rate;
    info.channels = kind.channels;
    info.format = kind.format;
    auto* sound = sf_open_virtual(&calls, SFM_WRITE, &info, &file);
    if (sound == nullptr) throw std::runtime_error{sf_strerror(nullptr)};
    // libsndfile's Vorbis and Opus want no more than this at once.
    const auto at_once = static_cast<std::size_t>(2048 * kind.channels);
    for (std::size_t at = 0; at < samples.size(); at += at_once) {
        const auto count = std::min(at_once, samples.size() - at);
        sf_write_float(sound, samples.data() + at, static_cast<sf_count_t>(count));
    }
    sf_close(sound);
    return file.bytes;
}

} // namespace

std::string sound_file(const Kind& kind, double hertz, double seconds) {
    return file_of(kind, sine(kind, hertz, seconds));
}

std::string noise_file(const Kind& kind, double seconds) {
    return file_of(kind, noise(kind, seconds));
}

double level(const std::string& a_law, double hertz) {
    double real = 0;
    double imaginary = 0;
    const std::size_t margin = 800;
    for (std::size_t place = margin; place + margin < a_law.size(); ++place) {
        const auto byte = static_cast<std::uint8_t>(a_law[place]);
        const double sample = audio::decode(audio::Codec::pcma, byte) / 32768.0;
        const double angle = 2 * std::numbers::pi * hertz * static_cast<double>(place) / 8000;
        real += sample * std::cos(angle);
        imaginary += sample * std::sin(angle);
    }
    return 2 * std::hypot(real, imaginary) / static_cast<double>(a_law.size() - 2 * margin);
}

} // namespace hatif::transcode_testing
