#pragma once

#include "base/result.hpp"
#include "rtp/peer.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace hatif::media {

/// Differentiated services' mark for voice (RFC 3246): it goes first, where the network cares.
inline constexpr std::uint8_t expedited = 0xB8;

/// A UDP socket of our own, unconnected and never waiting. What comes is stamped by the kernel.
class UdpSocket {
public:
    /// Fails (unavailable) when the port is taken.
    static base::Result<UdpSocket> bound(rtp::Address address, int receive_buffer = voice_buffer);

    UdpSocket(UdpSocket&& other) noexcept;
    UdpSocket& operator=(UdpSocket&&) = delete;
    ~UdpSocket();

    int fd() const { return fd_; }

    /// False: the system took it not. It is never tried again.
    bool send(std::span<const std::uint8_t> bytes, const rtp::Address& to) const;

    /// From now on the kernel drops what others send, before it costs us anything.
    void refuse_others(const rtp::Address& than) const;
    void refuse_none() const;

    /// Packets that the kernel dropped on this socket: refused, or too many to keep.
    std::uint64_t refused() const;

    /// Some seconds of a call: one that is not drained must not pin more memory.
    static constexpr int voice_buffer = 32 * 1024;

private:
    explicit UdpSocket(int fd) : fd_{fd} {}

    int fd_;
};

/// Room for one packet, used for all sockets in turn. One at a time costs less than `recvmmsg`
/// where there is one mostly (libs/media measured 0.9 against 1.1 % of a core for 100 calls).
class Receiver {
public:
    struct Datagram {
        rtp::Address from;
        std::span<std::uint8_t> bytes; ///< to be decrypted in place
        rtp::SteadyTime came;
    };

    Receiver();

    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    /// The clocks are compared anew, now and then.
    void tune(rtp::SteadyTime now);

    /// What has come to the socket next; valid until the next call.
    std::optional<Datagram> receive(int fd);

private:
    static constexpr std::size_t largest = 1'500;

    rtp::SteadyTime stamp_of(msghdr& header) const;

    alignas(8) std::array<std::uint8_t, largest> bytes_{};
    alignas(cmsghdr) std::array<char, 64> notes_{};
    sockaddr_in from_{};
    iovec part_{};
    msghdr header_{};
    rtp::SteadyTime now_{};
    std::chrono::nanoseconds ahead_{}; ///< the steady clock less the wall clock
};

/// "192.0.2.1" and a port as numbers; none when it is no numeric IPv4 address.
std::optional<rtp::Address> address_of(const std::string& host, std::uint16_t port);

} // namespace hatif::media
