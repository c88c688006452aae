#include "media/udp_impl.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <utility>

namespace hatif::media {

using base::Errc;
using base::fail;
using base::Result;

namespace {

// Some seconds of a call: one that is not drained must not pin more memory.
constexpr int receive_buffer = 32 * 1024;

sockaddr_in to_sockaddr(const rtp::Address& address) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(address.host);
    name.sin_port = htons(address.port);
    return name;
}

} // namespace

Result<UdpSocket> UdpSocket::bound(rtp::Address address) {
    UdpSocket made{socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    const auto name = to_sockaddr(address);
    if (made.fd_ < 0 ||
        bind(made.fd_, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
        return fail(Errc::unavailable,
                    "no socket on port " + std::to_string(address.port) + ": " + strerror(errno));
    }
    setsockopt(made.fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    return made;
}

UdpSocket::UdpSocket(UdpSocket&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}

UdpSocket::~UdpSocket() {
    if (fd_ >= 0) close(fd_);
}

bool UdpSocket::send(std::span<const std::uint8_t> bytes, const rtp::Address& to) const {
    const auto name = to_sockaddr(to);
    const auto sent = sendto(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                             reinterpret_cast<const sockaddr*>(&name), sizeof name);
    return sent == static_cast<ssize_t>(bytes.size());
}

ReceiveBatch::ReceiveBatch() {
    for (std::size_t i = 0; i < capacity; ++i) {
        parts_[i] = {bytes_[i].data(), bytes_[i].size()};
        headers_[i].msg_hdr.msg_iov = &parts_[i];
        headers_[i].msg_hdr.msg_iovlen = 1;
        headers_[i].msg_hdr.msg_name = &senders_[i];
    }
}

std::span<const ReceiveBatch::Datagram> ReceiveBatch::receive(int fd) {
    for (auto& header : headers_) header.msg_hdr.msg_namelen = sizeof(sockaddr_in);
    const int count = recvmmsg(fd, headers_.data(), capacity, MSG_DONTWAIT, nullptr);
    if (count <= 0) return {};
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        datagrams_[i] = {{ntohl(senders_[i].sin_addr.s_addr), ntohs(senders_[i].sin_port)},
                         std::span{bytes_[i]}.first(headers_[i].msg_len)};
    }
    return std::span{datagrams_}.first(static_cast<std::size_t>(count));
}

std::optional<rtp::Address> address_of(const std::string& host, std::uint16_t port) {
    in_addr parsed{};
    if (inet_pton(AF_INET, host.c_str(), &parsed) != 1) return std::nullopt;
    return rtp::Address{ntohl(parsed.s_addr), port};
}

} // namespace hatif::media
