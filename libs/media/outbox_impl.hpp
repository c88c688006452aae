#pragma once

#include "media/udp_impl.hpp"

#include "rtp/statistics.hpp"

#include <netinet/ip.h>
#include <netinet/udp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace hatif::media {

/// Takes the packets of a sub-tick and sends them by as few system calls as it may.
///
/// Each line has a socket and a port of its own, so that `sendmmsg` cannot send for two of them.
/// A raw socket can: it sends what we write from the IP header on, a batch of packets by one call,
/// and that costs a third less (docs/performance.md). The system allows it with CAP_NET_RAW;
/// without it, and for what the raw socket does not take, each packet goes by its line's own
/// socket.
class Outbox {
public:
    /// Packets leave from `host`; 0 (any) cannot be batched.
    Outbox(std::uint32_t host, bool may_batch);
    ~Outbox();

    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    bool batches() const { return raw_ >= 0; }

    static constexpr std::size_t largest = 12 + 480 + 14; ///< header, 60 ms, SRTP's tag
    using Room = std::span<std::uint8_t, largest>;

    /// Where the next packet is to be written.
    Room room() { return Room{packets_[count_].bytes}; }

    /// Sends the first `size` bytes of `room()`, at the latest with `flush`. The line's socket and
    /// its sums live until then.
    void send(std::size_t size,
              const UdpSocket& socket,
              std::uint16_t port,
              const rtp::Address& to,
              rtp::Statistics& sums);

    void flush();

private:
    static constexpr std::size_t capacity = 64;

    /// As it lies on the wire.
    struct Packet {
        iphdr ip;
        udphdr udp;
        std::array<std::uint8_t, largest> bytes;
    };
    struct Sending {
        const UdpSocket* socket;
        rtp::Statistics* sums;
        rtp::Address to;
        std::size_t size;
    };

    void address(Packet& packet, const Sending& sending, std::uint16_t port);
    void send_alone(std::size_t index);

    std::uint32_t host_; ///< in the network's order
    int raw_ = -1;
    std::size_t count_ = 0;
    std::array<Packet, capacity> packets_{};
    std::array<Sending, capacity> sendings_{};
    std::array<sockaddr_in, capacity> names_{};
    std::array<iovec, capacity> parts_{};
    std::array<mmsghdr, capacity> headers_{};
};

/// The Internet checksum (RFC 1071) of a UDP packet with its pseudo header (RFC 768), in the
/// network's order. `udp` is the header with a checksum of 0, its payload behind it.
std::uint16_t udp_checksum(std::uint32_t from, std::uint32_t to, std::span<const std::uint8_t> udp);

} // namespace hatif::media
