#include "audio/g711.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace hatif::audio {

namespace {

constexpr int mu_law_bias = 132; // shifts the segments' borders onto powers of two
constexpr int mu_law_top = 32'635;

constexpr std::int16_t decode_a_law(std::uint8_t byte) {
    const int code = byte ^ 0x55; // G.711 inverts every other bit on the line
    const int segment = (code & 0x70) >> 4;
    int size = ((code & 0x0F) << 4) + 8; // the middle of the step
    if (segment > 0) size = (size + 256) << (segment - 1);
    return static_cast<std::int16_t>((code & 0x80) != 0 ? size : -size);
}

constexpr std::int16_t decode_mu_law(std::uint8_t byte) {
    const int code = ~byte;
    const int size = ((((code & 0x0F) << 3) + mu_law_bias) << ((code & 0x70) >> 4)) - mu_law_bias;
    return static_cast<std::int16_t>((code & 0x80) != 0 ? -size : size);
}

/// The number of the segment: how many bits `size` has above the lowest segment's.
constexpr int segment_of(int size, int lowest_bits) {
    return std::max(0, static_cast<int>(std::bit_width(static_cast<unsigned>(size))) - lowest_bits);
}

constexpr std::uint8_t encode_a_law(std::int16_t sample) {
    const bool positive = sample >= 0;
    const int size = (positive ? sample : -sample - 1) >> 3;
    const int segment = segment_of(size, 5);
    const int step = (size >> std::max(1, segment)) & 0x0F;
    return static_cast<std::uint8_t>(((segment << 4) | step) ^ (positive ? 0xD5 : 0x55));
}

constexpr std::uint8_t encode_mu_law(std::int16_t sample) {
    const bool negative = sample < 0;
    const int size = std::min(negative ? -int{sample} : int{sample}, mu_law_top) + mu_law_bias;
    const int segment = segment_of(size, 8);
    const int step = (size >> (segment + 3)) & 0x0F;
    return static_cast<std::uint8_t>(~((negative ? 0x80 : 0) | (segment << 4) | step));
}

template <auto decode_one>
constexpr std::array<std::int16_t, 256> decoder() {
    std::array<std::int16_t, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = decode_one(static_cast<std::uint8_t>(i));
    return table;
}

constexpr auto a_law = decoder<decode_a_law>();
constexpr auto mu_law = decoder<decode_mu_law>();

} // namespace

std::uint8_t encode(Codec codec, std::int16_t sample) {
    return codec == Codec::pcma ? encode_a_law(sample) : encode_mu_law(sample);
}

std::int16_t decode(Codec codec, std::uint8_t byte) {
    return codec == Codec::pcma ? a_law[byte] : mu_law[byte];
}

std::vector<std::uint8_t> encode(Codec codec, std::span<const std::int16_t> samples) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(samples.size());
    for (const auto sample : samples) bytes.push_back(encode(codec, sample));
    return bytes;
}

} // namespace hatif::audio
