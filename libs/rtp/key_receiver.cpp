#include "rtp/key_receiver.hpp"

#include <algorithm>
#include <string_view>

namespace hatif::rtp {

namespace {

constexpr std::string_view keys = "0123456789*#ABCD";

// A packet this much older (5 s) is not late: the sender's clock has started anew.
constexpr std::int32_t latest = 40'000;

} // namespace

std::optional<char> KeyReceiver::hear(const Packet& packet) {
    const auto& payload = packet.payload;
    if (payload.size() < 4 || payload[0] >= keys.size()) return std::nullopt;
    const Press heard{
        .source = packet.header.source,
        .event = payload[0],
        .timestamp = packet.header.timestamp,
        .duration = static_cast<std::uint16_t>(payload[2] << 8 | payload[3]),
        .ended = (payload[1] & 0x80) != 0,
    };
    if (!last_ || last_->source != heard.source) {
        last_ = heard;
        return keys[heard.event];
    }
    const auto later = static_cast<std::int32_t>(heard.timestamp - last_->timestamp);
    if (later < 0 && later > -latest) return std::nullopt;
    if (later == 0) {
        last_->duration = std::max(last_->duration, heard.duration);
        last_->ended = last_->ended || heard.ended;
        return std::nullopt;
    }
    // A press of more than 8 s is cut into segments, each with a timestamp where the one before
    // stopped (2.5.1.3); some senders do so with every packet.
    const bool adjoins = later > 0 && later <= last_->duration;
    const bool same_press = heard.event == last_->event && !last_->ended && adjoins;
    last_ = heard;
    if (same_press) return std::nullopt;
    return keys[heard.event];
}

} // namespace hatif::rtp
