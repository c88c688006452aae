#include "rtp/reorder_window.hpp"

#include <algorithm>

namespace hatif::rtp {

namespace {

constexpr int another_stream = 3'000; // RFC 3550, A.1: MAX_DROPOUT
constexpr int set_back = 5;           // late packets in sequence

/// How far `sequence` is ahead of `of`; negative: behind.
int ahead(std::uint16_t sequence, std::uint16_t of) {
    return static_cast<std::int16_t>(sequence - of);
}

} // namespace

bool ReorderWindow::is_new_stream(const Header& header) const {
    if (!started_ || header.source != source_) return true;
    const int distance = ahead(header.sequence, expected_);
    return distance > another_stream || distance < -another_stream;
}

/// Gateways set their numbers back without another source, by a little too: until the old ones were
/// reached again nothing would be heard.
bool ReorderWindow::was_set_back(std::uint16_t sequence) {
    const bool goes_on = late_in_sequence_ > 0 && sequence == next_late_;
    late_in_sequence_ = goes_on ? late_in_sequence_ + 1 : 1;
    next_late_ = static_cast<std::uint16_t>(sequence + 1);
    return late_in_sequence_ >= set_back;
}

void ReorderWindow::begin(const Packet& packet) {
    emptying_ = started_;
    started_ = true;
    source_ = packet.header.source;
    late_in_sequence_ = 0;
    direct_ = packet;
}

void ReorderWindow::put(const Packet& packet, SteadyTime now) {
    if (is_new_stream(packet.header)) return begin(packet);
    const int distance = ahead(packet.header.sequence, expected_);
    if (distance < 0) {
        if (was_set_back(packet.header.sequence)) return begin(packet);
        ++late_;
        return;
    }
    late_in_sequence_ = 0;
    if (distance == 0) {
        direct_ = packet;
    } else if (packet.payload.size() > largest) {
        emptying_ = true; // nothing of ours is so long: it is not waited with
        direct_ = packet;
    } else {
        hold(packet, now);
    }
}

void ReorderWindow::hold(const Packet& packet, SteadyTime now) {
    const auto sequence = packet.header.sequence;
    const auto place = std::ranges::find_if(
        held_, [&](const Held& it) { return ahead(it.header.sequence, sequence) >= 0; });
    if (place != held_.end() && place->header.sequence == sequence) {
        ++late_;
        return;
    }
    auto& made = *held_.emplace(place);
    made.header = packet.header;
    made.since = now;
    made.size = static_cast<std::uint16_t>(packet.payload.size());
    std::ranges::copy(packet.payload, made.bytes.begin());
}

bool ReorderWindow::front_is_due(SteadyTime now) const {
    const auto& front = held_.front();
    if (emptying_ || held_.size() >= depth || front.header.sequence == expected_) return true;
    // Those behind it came earlier perhaps: whoever has waited too long frees all before.
    return std::ranges::any_of(held_, [&](const Held& it) { return now - it.since >= patience; });
}

std::optional<Packet> ReorderWindow::next(SteadyTime now) {
    if (given_ > 0) {
        held_.erase(held_.begin());
        given_ = 0;
    }
    const bool direct_first = direct_ && !emptying_;
    if (!direct_first && !held_.empty() && front_is_due(now)) {
        given_ = 1;
        if (!emptying_) expected_ = static_cast<std::uint16_t>(held_.front().header.sequence + 1);
        return held_.front().packet();
    }
    emptying_ = false;
    if (!direct_) return std::nullopt;
    const auto packet = *direct_;
    direct_.reset();
    expected_ = static_cast<std::uint16_t>(packet.header.sequence + 1);
    return packet;
}

} // namespace hatif::rtp
