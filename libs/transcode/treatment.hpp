#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::transcode {

/// What is done to a recording beside what is done to all of them: 8 kHz mono at a telephone's
/// level (transcode/loudness.hpp).
struct Treatment {
    /// The silence at both ends goes, but for a margin (transcode/silence.hpp).
    bool trim_silence = false;

    bool operator==(const Treatment&) const = default;
};

/// The decoding program's arguments for it, and back.
std::vector<std::string> words_of(const Treatment& treatment);
/// Nothing when a word is none of these.
std::optional<Treatment> treatment_of(std::span<const std::string_view> words);

} // namespace hatif::transcode
