#include "media/control_impl.hpp"

#include <sys/random.h>

#include <string_view>

namespace hatif::media {

namespace {

constexpr int buffer = 4 * 1024;
constexpr int most_at_once = 8; // reports: a flood waits, and falls over the buffer's edge

std::array<char, 16> random_name() {
    constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuv";
    std::array<char, 16> name{};
    [[maybe_unused]] const auto size = getrandom(name.data(), name.size(), 0);
    for (auto& it : name) it = letters[static_cast<unsigned char>(it) % letters.size()];
    return name;
}

} // namespace

std::unique_ptr<Control> Control::open(rtp::Address at) {
    auto socket = UdpSocket::bound(at, buffer);
    if (!socket) return nullptr;
    return std::unique_ptr<Control>{new Control{std::move(*socket)}};
}

Control::Control(UdpSocket socket) : socket_{std::move(socket)}, name_{random_name()} {}

void Control::report(const rtp::Reporter::Sent& sent,
                     const rtp::Reception& reception,
                     const rtp::Address& to,
                     srtp::Session* secure,
                     rtp::SteadyTime now,
                     bool bye) {
    auto report = reporter_.report(sent, reception, now);
    report.bye = bye;
    alignas(8) std::array<std::uint8_t, rtp::largest_control + srtp::overhead> bytes{};
    const auto written = rtp::write_control(report, std::string_view{name_.data(), name_.size()},
                                            std::span{bytes}.first<rtp::largest_control>());
    if (secure == nullptr) {
        socket_.send(written, to);
    } else if (const auto sealed = secure->protect_control(bytes, written.size())) {
        socket_.send(*sealed, to);
    }
}

void Control::hear(Receiver& receiver,
                   const rtp::Address& from,
                   std::uint32_t our_source,
                   srtp::Session* secure) {
    for (int i = 0; i < most_at_once; ++i) {
        const auto datagram = receiver.receive(fd());
        if (!datagram) return;
        if (datagram->from.host != from.host) continue;
        auto bytes = std::optional{datagram->bytes};
        if (secure != nullptr) bytes = secure->unprotect_control(*bytes);
        if (!bytes) continue;
        if (const auto report = rtp::read_control(*bytes, our_source)) {
            reporter_.hear(*report, datagram->came);
        }
    }
}

} // namespace hatif::media
