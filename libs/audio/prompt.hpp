#pragma once

#include "audio/codec.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hatif::audio {

/// 20 ms at 8 kHz: one byte a sample.
inline constexpr std::size_t frame_size = 160;

using Frame = std::span<const std::uint8_t>;

/// A recording ready to be sent, in both codings, made once at upload: 8,000 bytes a second each.
/// Shared by all calls that play it; nothing is encoded in a call.
struct Prompt {
    std::vector<std::uint8_t> a_law;
    std::vector<std::uint8_t> mu_law;

    const std::vector<std::uint8_t>& in(Codec codec) const {
        return codec == Codec::pcma ? a_law : mu_law;
    }

    bool operator==(const Prompt&) const = default;
};

/// 20 ms of silence as this coding writes it.
Frame silence(Codec codec);

} // namespace hatif::audio
