#pragma once

#include "audio/codec.hpp"

#include <cstdint>
#include <span>
#include <vector>

/// ITU-T G.711: one byte for a sample of 16 bits, on a logarithmic scale.
namespace hatif::audio {

std::uint8_t encode(Codec codec, std::int16_t sample);
std::int16_t decode(Codec codec, std::uint8_t byte);

/// A whole recording at 8 kHz mono. Done once at upload, never in a call.
std::vector<std::uint8_t> encode(Codec codec, std::span<const std::int16_t> samples);

} // namespace hatif::audio
