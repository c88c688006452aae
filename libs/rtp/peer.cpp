#include "rtp/peer.hpp"

#include <algorithm>
#include <utility>

namespace hatif::rtp {

namespace {

constexpr int proof = 3; // packets in sequence
constexpr std::chrono::milliseconds shortest_proof{30};
constexpr std::chrono::milliseconds fastest{5}; // for each packet behind the first
constexpr std::chrono::seconds learning_time{1};

} // namespace

bool Peer::accept(const Address& from, const Header& header, SteadyTime now) {
    const Stream stream{from, header.source};
    if (learned_ == stream) {
        if (candidates_.front().in_sequence > 0) candidates_ = {};
        return true;
    }
    const bool from_named = from == named_;
    const bool may_learn = !learned_ || !is_locked(now);
    if (may_learn && from_named && (!learned_ || learned_->from != named_)) {
        learn(stream);
        learned_at_ = now;
        return true;
    }
    // A gateway may change its source, as on a transfer; its address stays.
    if (learned_ && from != learned_->from) return false;
    if (!has_proven(stream, header.sequence, now)) return false;
    if (!learned_) learned_at_ = now;
    learn(stream);
    return true;
}

void Peer::learn(const Stream& stream) {
    learned_ = stream;
    candidates_ = {};
}

/// The stream's own, or that of the one that has proven the least, the longest silent of them.
Peer::Candidate& Peer::candidate(const Stream& stream) {
    const auto known = std::ranges::find_if(candidates_, [&](const Candidate& it) {
        return it.in_sequence > 0 && it.stream == stream;
    });
    if (known != candidates_.end()) return *known;
    auto& least = *std::ranges::min_element(candidates_, {}, [](const Candidate& it) {
        return std::pair{it.in_sequence, it.heard};
    });
    least = {.stream = stream};
    return least;
}

bool Peer::has_proven(const Stream& stream, std::uint16_t sequence, SteadyTime now) {
    auto& it = candidate(stream);
    if (it.in_sequence == 0 || it.next_sequence != sequence) {
        it.in_sequence = 0;
        it.since = now;
    }
    ++it.in_sequence;
    it.heard = now;
    it.next_sequence = static_cast<std::uint16_t>(sequence + 1);
    const auto time = now - it.since;
    return it.in_sequence >= proof && time >= shortest_proof &&
           time >= (it.in_sequence - 1) * fastest;
}

bool Peer::is_locked(SteadyTime now) const {
    return learned_ && (learned_->from == named_ || now - learned_at_ >= learning_time);
}

} // namespace hatif::rtp
