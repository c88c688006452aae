#include "rtp/packet.hpp"

#include "rtp/bytes.hpp"

namespace hatif::rtp {

std::optional<Packet> read_packet(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < header_size || bytes[0] >> 6 != 2) return std::nullopt;
    const Header header{
        .payload_type = static_cast<std::uint8_t>(bytes[1] & 0x7F),
        .marker = (bytes[1] & 0x80) != 0,
        .sequence = static_cast<std::uint16_t>(read(bytes.subspan(2, 2))),
        .timestamp = read(bytes.subspan(4, 4)),
        .source = read(bytes.subspan(8, 4)),
    };
    const bool padded = (bytes[0] & 0x20) != 0;
    const bool extended = (bytes[0] & 0x10) != 0;
    std::size_t from = header_size + std::size_t{4} * (bytes[0] & 0x0FU);
    if (extended) {
        if (bytes.size() < from + 4) return std::nullopt;
        from += 4 + std::size_t{4} * read(bytes.subspan(from + 2, 2));
    }
    if (bytes.size() < from) return std::nullopt;
    auto payload = bytes.subspan(from);
    if (padded) {
        if (payload.empty() || payload.back() == 0 || payload.back() > payload.size()) {
            return std::nullopt;
        }
        payload = payload.first(payload.size() - payload.back());
    }
    return Packet{header, payload};
}

void write_header(const Header& header, std::span<std::uint8_t, header_size> to) {
    to[0] = 0x80;
    to[1] = static_cast<std::uint8_t>(header.payload_type | (header.marker ? 0x80 : 0));
    write(to.subspan(2, 2), header.sequence);
    write(to.subspan(4, 4), header.timestamp);
    write(to.subspan(8, 4), header.source);
}

} // namespace hatif::rtp
