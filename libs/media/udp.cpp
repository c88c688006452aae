#include "media/udp_impl.hpp"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/sock_diag.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <utility>

namespace hatif::media {

using base::Errc;
using base::fail;
using base::Result;

namespace {

sockaddr_in to_sockaddr(const rtp::Address& address) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(address.host);
    name.sin_port = htons(address.port);
    return name;
}

void set(int fd, int level, int option, int value) {
    setsockopt(fd, level, option, &value, sizeof value); // without it the call is poorer, not lost
}

std::chrono::nanoseconds since_epoch(const timespec& time) {
    return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

} // namespace

Result<UdpSocket> UdpSocket::bound(rtp::Address address, int receive_buffer) {
    UdpSocket made{socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    const auto name = to_sockaddr(address);
    if (made.fd_ < 0 ||
        bind(made.fd_, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
        return fail(Errc::unavailable,
                    "no socket on port " + std::to_string(address.port) + ": " + strerror(errno));
    }
    set(made.fd_, SOL_SOCKET, SO_RCVBUF, receive_buffer);
    set(made.fd_, SOL_SOCKET, SO_TIMESTAMPNS, 1);
    set(made.fd_, IPPROTO_IP, IP_TOS, expedited);
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

void UdpSocket::refuse_others(const rtp::Address& than) const {
    constexpr auto source = static_cast<std::uint32_t>(SKF_NET_OFF + 12); // of the IP header
    std::array<sock_filter, 6> program{{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, source),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, than.host, 0, 3),
        BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 0), // the UDP header begins with the port it came from
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, than.port, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0xFFFF), // all of it
        BPF_STMT(BPF_RET | BPF_K, 0),
    }};
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    setsockopt(fd_, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}

void UdpSocket::refuse_none() const {
    set(fd_, SOL_SOCKET, SO_DETACH_FILTER, 0);
}

std::uint64_t UdpSocket::refused() const {
    std::array<std::uint32_t, SK_MEMINFO_VARS> figures{};
    socklen_t size = sizeof figures;
    if (getsockopt(fd_, SOL_SOCKET, SO_MEMINFO, figures.data(), &size) != 0) return 0;
    return figures[SK_MEMINFO_DROPS];
}

Receiver::Receiver() {
    part_ = {bytes_.data(), bytes_.size()};
    header_.msg_name = &from_;
    header_.msg_iov = &part_;
    header_.msg_iovlen = 1;
    header_.msg_control = notes_.data();
}

void Receiver::tune(rtp::SteadyTime now) {
    timespec wall{};
    clock_gettime(CLOCK_REALTIME, &wall);
    now_ = now;
    ahead_ = now.time_since_epoch() - since_epoch(wall);
}

/// When the kernel had it, by the steady clock; never later than it is.
rtp::SteadyTime Receiver::stamp_of(msghdr& header) const {
    const auto* note = CMSG_FIRSTHDR(&header);
    if (note == nullptr || note->cmsg_type != SCM_TIMESTAMPNS) return now_;
    timespec wall{};
    std::memcpy(&wall, CMSG_DATA(note), sizeof wall);
    return std::min(rtp::SteadyTime{since_epoch(wall) + ahead_}, now_);
}

std::optional<Receiver::Datagram> Receiver::receive(int fd) {
    header_.msg_namelen = sizeof from_;
    header_.msg_controllen = notes_.size();
    const auto size = recvmsg(fd, &header_, MSG_DONTWAIT);
    if (size < 0) return std::nullopt;
    return Datagram{{ntohl(from_.sin_addr.s_addr), ntohs(from_.sin_port)},
                    std::span{bytes_}.first(static_cast<std::size_t>(size)),
                    stamp_of(header_)};
}

std::optional<rtp::Address> address_of(const std::string& host, std::uint16_t port) {
    in_addr parsed{};
    if (inet_pton(AF_INET, host.c_str(), &parsed) != 1) return std::nullopt;
    return rtp::Address{ntohl(parsed.s_addr), port};
}

} // namespace hatif::media
