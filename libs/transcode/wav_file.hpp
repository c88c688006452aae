#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>
#include <string>
#include <vector>

/// WAV files for tests, written by hand so that they can lie.
namespace hatif::transcode::testing {

inline std::string bytes_of(std::uint32_t value, int count) {
    std::string bytes;
    for (int byte = 0; byte < count; ++byte) bytes += static_cast<char>(value >> (8 * byte));
    return bytes;
}

struct Wav {
    std::uint32_t coding = 1; // 1 PCM, 3 float, 6 A-law, 7 mu-law
    std::uint32_t channels = 1;
    std::uint32_t rate = 8000;
    std::uint32_t bits = 16;
    std::string data{};

    std::string file(std::uint32_t claimed) const {
        const auto frame = channels * bits / 8;
        std::string format = bytes_of(coding, 2) + bytes_of(channels, 2) + bytes_of(rate, 4) +
                             bytes_of(rate * frame, 4) + bytes_of(frame, 2) + bytes_of(bits, 2);
        return "RIFF" + bytes_of(claimed + 36, 4) + "WAVE" + "fmt " + bytes_of(16, 4) + format +
               "data" + bytes_of(claimed, 4) + data;
    }
    std::string file() const { return file(static_cast<std::uint32_t>(data.size())); }
};

/// A sine at half of full scale, written as the file's coding wants it (PCM and float).
inline Wav sine(double hertz, double seconds, Wav wav = {}) {
    const auto frames = static_cast<int>(std::lround(seconds * wav.rate));
    for (int frame = 0; frame < frames; ++frame) {
        const double level = 0.5 * std::sin(2 * std::numbers::pi * hertz * frame / wav.rate);
        std::uint32_t sample = 0;
        if (wav.coding == 3) {
            const auto single = static_cast<float>(level);
            std::memcpy(&sample, &single, sizeof sample);
        } else if (wav.bits == 8) {
            sample = static_cast<std::uint32_t>(std::lround(level * 127) + 128);
        } else {
            const double scale = std::pow(2, wav.bits - 1) - 1;
            sample = static_cast<std::uint32_t>(std::lround(level * scale));
        }
        for (std::uint32_t channel = 0; channel < wav.channels; ++channel) {
            wav.data += bytes_of(sample, static_cast<int>(wav.bits / 8));
        }
    }
    return wav;
}

} // namespace hatif::transcode::testing
