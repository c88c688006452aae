#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hatif::rtp {

/// Up to four bytes in the network's order.
inline std::uint32_t read(std::span<const std::uint8_t> bytes) {
    std::uint32_t value = 0;
    for (const auto byte : bytes) value = value << 8U | byte;
    return value;
}

inline void write(std::span<std::uint8_t> to, std::uint32_t value) {
    for (std::size_t i = to.size(); i-- > 0; value >>= 8U) to[i] = static_cast<std::uint8_t>(value);
}

} // namespace hatif::rtp
