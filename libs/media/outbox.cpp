#include "media/outbox_impl.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <cstring>

namespace hatif::media {

namespace {

constexpr std::uint8_t hops = 64;
constexpr int send_buffer = 4 << 20; // a sub-tick of thousands of lines, until the wire has it

} // namespace

std::uint16_t
udp_checksum(std::uint32_t from, std::uint32_t to, std::span<const std::uint8_t> udp) {
    // One's complement sums do not mind in which pieces, or in which byte order, they are made.
    std::uint64_t sum = std::uint64_t{from} + to + htons(static_cast<std::uint16_t>(udp.size())) +
                        htons(IPPROTO_UDP);
    std::size_t at = 0;
    for (; at + 4 <= udp.size(); at += 4) {
        std::uint32_t word = 0;
        std::memcpy(&word, udp.data() + at, 4);
        sum += word;
    }
    std::uint32_t rest = 0;
    std::memcpy(&rest, udp.data() + at, udp.size() - at);
    sum += rest;
    while (sum >> 16U != 0) sum = (sum & 0xFFFFU) + (sum >> 16U);
    const auto made = static_cast<std::uint16_t>(~sum);
    return made == 0 ? std::uint16_t{0xFFFF} : made; // 0 says: none was made
}

Outbox::Outbox(std::uint32_t host, bool may_batch) : host_{htonl(host)} {
    for (std::size_t i = 0; i < capacity; ++i) {
        names_[i].sin_family = AF_INET;
        headers_[i].msg_hdr.msg_name = &names_[i];
        headers_[i].msg_hdr.msg_namelen = sizeof(sockaddr_in);
        headers_[i].msg_hdr.msg_iov = &parts_[i];
        headers_[i].msg_hdr.msg_iovlen = 1;
    }
    if (!may_batch || host == 0) return;
    raw_ = socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_RAW);
    if (raw_ < 0) return;
    if (setsockopt(raw_, SOL_SOCKET, SO_SNDBUFFORCE, &send_buffer, sizeof send_buffer) != 0) {
        setsockopt(raw_, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
    }
}

Outbox::~Outbox() {
    if (raw_ >= 0) close(raw_);
}

void Outbox::send(std::size_t size,
                  const UdpSocket& socket,
                  std::uint16_t port,
                  const rtp::Address& to,
                  rtp::Statistics& sums) {
    sendings_[count_] = {&socket, &sums, to, size};
    ++sums.sent; // or else it is taken back
    if (!batches()) return send_alone(count_);
    address(packets_[count_], sendings_[count_], port);
    names_[count_].sin_addr.s_addr = htonl(to.host);
    parts_[count_] = {&packets_[count_], sizeof(iphdr) + sizeof(udphdr) + size};
    if (++count_ == capacity) flush();
}

/// What IPPROTO_RAW leaves at 0 (identification, checksum and length of the IP header), the kernel
/// fills in.
void Outbox::address(Packet& packet, const Sending& sending, std::uint16_t port) {
    const auto size = static_cast<std::uint16_t>(sizeof(udphdr) + sending.size);
    packet.ip = {};
    packet.ip.version = 4;
    packet.ip.ihl = sizeof(iphdr) / 4;
    packet.ip.tos = expedited;
    packet.ip.frag_off = htons(IP_DF);
    packet.ip.ttl = hops;
    packet.ip.protocol = IPPROTO_UDP;
    packet.ip.saddr = host_;
    packet.ip.daddr = htonl(sending.to.host);
    packet.udp.source = htons(port);
    packet.udp.dest = htons(sending.to.port);
    packet.udp.len = htons(size);
    packet.udp.check = 0;
    packet.udp.check = udp_checksum(packet.ip.saddr, packet.ip.daddr,
                                    {reinterpret_cast<const std::uint8_t*>(&packet.udp), size});
}

void Outbox::flush() {
    const auto all = std::exchange(count_, 0);
    for (std::size_t at = 0; at < all;) {
        const int taken = sendmmsg(raw_, headers_.data() + at, static_cast<unsigned>(all - at),
                                   MSG_DONTWAIT | MSG_NOSIGNAL);
        if (taken <= 0) { // this one is refused: its own socket may do better
            send_alone(at++);
            continue;
        }
        at += static_cast<std::size_t>(taken);
    }
}

void Outbox::send_alone(std::size_t index) {
    const auto& it = sendings_[index];
    if (it.socket->send(std::span{packets_[index].bytes}.first(it.size), it.to)) return;
    --it.sums->sent;
    ++it.sums->send_failed;
}

} // namespace hatif::media
