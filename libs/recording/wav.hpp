#pragma once

#include "audio/codec.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

/// RIFF WAVE with G.711 inside (formats 6 and 7), 8 kHz.
namespace hatif::recording {

struct WavHeader {
    audio::Codec codec = audio::Codec::pcma;
    std::uint32_t channels = 1;
    std::uint32_t samples = 0; ///< of each channel

    bool operator==(const WavHeader&) const = default;
};

/// RIFF, fmt (18 bytes, as formats other than PCM have it), fact, data: the voice follows at once.
inline constexpr std::size_t wav_header_size = 58;
using WavBytes = std::array<std::uint8_t, wav_header_size>;

/// An odd number of bytes of voice is followed by one more (RIFF's padding), which it counts.
WavBytes to_bytes(const WavHeader& header);

/// Of a header that `to_bytes` wrote; none for any other.
std::optional<WavHeader> read_wav_header(std::span<const std::uint8_t> bytes);

} // namespace hatif::recording
