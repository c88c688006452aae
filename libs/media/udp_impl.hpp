#pragma once

#include "base/result.hpp"
#include "rtp/peer.hpp"

#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace hatif::media {

/// A UDP socket of our own, unconnected and never waiting.
class UdpSocket {
public:
    /// Fails (unavailable) when the port is taken.
    static base::Result<UdpSocket> bound(rtp::Address address);

    UdpSocket(UdpSocket&& other) noexcept;
    UdpSocket& operator=(UdpSocket&&) = delete;
    ~UdpSocket();

    int fd() const { return fd_; }

    /// False: the system took it not. It is never tried again.
    bool send(std::span<const std::uint8_t> bytes, const rtp::Address& to) const;

private:
    explicit UdpSocket(int fd) : fd_{fd} {}

    int fd_;
};

/// Room for one batch of packets, used for all sockets in turn.
class ReceiveBatch {
public:
    struct Datagram {
        rtp::Address from;
        std::span<const std::uint8_t> bytes;
    };

    ReceiveBatch();

    ReceiveBatch(const ReceiveBatch&) = delete;
    ReceiveBatch& operator=(const ReceiveBatch&) = delete;

    /// What has come to the socket, up to `capacity`; valid until the next call.
    std::span<const Datagram> receive(int fd);

    static constexpr std::size_t capacity = 8;

private:
    static constexpr std::size_t largest = 1'500;

    std::array<std::array<std::uint8_t, largest>, capacity> bytes_{};
    std::array<iovec, capacity> parts_{};
    std::array<sockaddr_in, capacity> senders_{};
    std::array<mmsghdr, capacity> headers_{};
    std::array<Datagram, capacity> datagrams_{};
};

/// "192.0.2.1" and a port as numbers; none when it is no numeric IPv4 address.
std::optional<rtp::Address> address_of(const std::string& host, std::uint16_t port);

} // namespace hatif::media
