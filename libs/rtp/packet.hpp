#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace hatif::rtp {

/// The fixed part of an RTP packet (RFC 3550, 5.1).
struct Header {
    std::uint8_t payload_type = 0;
    bool marker = false;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t source = 0; ///< SSRC

    bool operator==(const Header&) const = default;
};

/// A packet in the bytes it was read from: lives no longer than they do.
struct Packet {
    Header header;
    std::span<const std::uint8_t> payload;
};

inline constexpr std::size_t header_size = 12;

/// None for what is no RTP of version 2, or promises more than it holds. Contributing sources, an
/// extension and padding are skipped.
std::optional<Packet> read_packet(std::span<const std::uint8_t> bytes);

/// Writes the twelve bytes.
void write_header(const Header& header, std::span<std::uint8_t, header_size> to);

} // namespace hatif::rtp
