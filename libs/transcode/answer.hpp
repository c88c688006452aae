#pragma once

#include "base/result.hpp"
#include "transcode/container.hpp"
#include "transcode/waveform.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hatif::transcode {

/// The longest recording that is taken, and what that is at 8 kHz.
inline constexpr std::chrono::seconds longest_recording{600};
inline constexpr std::size_t most_samples = 600 * 8000;

/// What of a file's own word of itself is believed (kilohertz of studios, not of bats).
inline constexpr std::uint32_t slowest_rate = 4'000;
inline constexpr std::uint32_t fastest_rate = 192'000;
inline constexpr std::uint32_t most_channels = 8;

/// How the file was that came.
struct Format {
    Container container = Container::wav;
    std::uint32_t sample_rate = 0;
    std::uint32_t channels = 0;
    std::uint32_t bit_depth = 0;
    std::uint64_t frames = 0;

    double seconds() const {
        return sample_rate == 0 ? 0 : static_cast<double>(frames) / sample_rate;
    }

    bool operator==(const Format&) const = default;
};

/// A recording as calls play it, 8 kHz mono in both codings, a byte a sample; its picture
/// (transcode/waveform.hpp); and what it was.
struct Decoded {
    Format format;
    std::string a_law;
    std::string mu_law;
    std::string waveform;

    /// Of what is played: less than the file's where silence was trimmed.
    double played_seconds() const { return static_cast<double>(a_law.size()) / 8000; }

    bool operator==(const Decoded&) const = default;
};

/// What the decoding program writes, and all that it writes: one line, then both codings and the
/// picture. The last two numbers are the samples and the picture's points.
///
///     ok wav 44100 2 16 882000 160000 1000\n<160000 bytes A-law><160000 mu-law><2000 picture>
///     refused it is longer than 10 minutes\n
std::string written(const Decoded& decoded);
std::string refusal(std::string_view why);

/// The longest answer that is no lie.
inline constexpr std::size_t longest_answer = 256 + 2 * most_samples + 2 * most_points;

/// Believes nothing: whoever wrote it has read a hostile file. What it says of the file must be
/// possible, and fit what comes with it. AUDIO_UNDECODABLE when refused.
base::Result<Decoded> read_answer(std::string_view answer);

/// The error of every file that cannot be used.
tl::unexpected<base::Error> undecodable(std::string_view why);

} // namespace hatif::transcode
