#include "media/outbox_impl.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <poll.h>

#include <numeric>
#include <random>
#include <vector>

using namespace hatif;
using namespace hatif::media;

namespace {

constexpr std::uint32_t loopback = 0x7F000001;

struct Bound {
    UdpSocket socket;
    rtp::Address at;
};

Bound bound() {
    for (std::uint16_t port = 16'901; port < 16'979; port += 2) {
        const rtp::Address at{loopback, port};
        if (auto made = UdpSocket::bound(at)) return {std::move(*made), at};
    }
    throw std::runtime_error{"no port is free"};
}

/// RFC 1071 as it is written: 16-bit words in the network's order, carries added at the end.
std::uint16_t slow_checksum(std::uint32_t from, std::uint32_t to, std::vector<std::uint8_t> udp) {
    const auto size = static_cast<std::uint16_t>(udp.size());
    for (const std::uint32_t address : {from, to}) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            udp.push_back(static_cast<std::uint8_t>(address >> shift));
        }
        if (udp.size() % 2 != 0) FAIL("whole words are needed here");
    }
    std::uint32_t sum = 17U + size;
    for (std::size_t i = 0; i < udp.size(); i += 2) {
        sum += static_cast<std::uint32_t>(udp[i] << 8U | udp[i + 1]);
    }
    while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16U);
    const auto made = static_cast<std::uint16_t>(~sum);
    return made == 0 ? 0xFFFF : made;
}

} // namespace

TEST_CASE("a checksum is that of RFC 1071 over RFC 768's pseudo header", "[media][outbox]") {
    std::mt19937 random{9};
    for (int round = 0; round < 2'000; ++round) {
        std::vector<std::uint8_t> udp(8 + random() % 250 * 2);
        for (auto& it : udp) it = static_cast<std::uint8_t>(round % 3 == 0 ? 0xFF : random());
        const auto from = static_cast<std::uint32_t>(random());
        const auto to = static_cast<std::uint32_t>(random());
        REQUIRE(ntohs(udp_checksum(htonl(from), htonl(to), udp)) == slow_checksum(from, to, udp));
    }
}

TEST_CASE("what is put in arrives whole, from its line's own port", "[media][outbox]") {
    const bool batched = GENERATE(true, false);
    Outbox outbox{loopback, batched};
    CHECK((!outbox.batches() || batched)); // without CAP_NET_RAW none
    const auto ours = bound();
    const auto theirs = bound();
    rtp::Statistics sums;
    std::size_t size = 0;
    for (std::uint8_t i = 0; i < 100; ++i) { // more than one batch
        const auto room = outbox.room();
        std::iota(room.begin(), room.end(), i);
        size = i % 2 == 0 ? 172 : Outbox::largest;
        outbox.send(size, ours.socket, ours.at.port, theirs.at, sums);
        if (i % 40 == 39) outbox.flush();
        Receiver receiver;
        receiver.tune(std::chrono::steady_clock::now());
        while (const auto came = receiver.receive(theirs.socket.fd())) {
            CHECK(came->from == ours.at);
            CHECK((came->bytes.size() == 172 || came->bytes.size() == Outbox::largest));
            const auto first = came->bytes[0];
            CHECK(came->bytes.back() == static_cast<std::uint8_t>(first + came->bytes.size() - 1));
        }
    }
    outbox.flush();
    CHECK(sums.sent == 100);
    CHECK(sums.send_failed == 0);
}

TEST_CASE("what cannot be sent is counted, and holds up no other", "[media][outbox]") {
    const bool batched = GENERATE(true, false);
    Outbox outbox{loopback, batched};
    const auto ours = bound();
    const auto theirs = bound();
    rtp::Statistics good;
    rtp::Statistics bad;
    outbox.send(172, ours.socket, ours.at.port, theirs.at, good);
    outbox.send(172, ours.socket, ours.at.port, {0xFFFFFFFF, 9}, bad); // to all: not allowed
    outbox.send(172, ours.socket, ours.at.port, theirs.at, good);
    outbox.flush();
    CHECK(good.sent == 2);
    CHECK(bad.send_failed == 1);
}
