#pragma once

#include <cstdint>

namespace hatif::audio {

/// The two voice codings that every carrier takes (G.711), by their static RTP payload types.
enum class Codec : std::uint8_t { pcmu = 0, pcma = 8 };

} // namespace hatif::audio
