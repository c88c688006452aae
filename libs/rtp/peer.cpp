#include "rtp/peer.hpp"

namespace hatif::rtp {

namespace {

constexpr int proof = 3; // packets in sequence
constexpr std::chrono::seconds learning_time{1};

} // namespace

bool Peer::accept(const Address& from, const Header& header, SteadyTime now) {
    const Stream stream{from, header.source};
    if (learned_ == stream) {
        candidate_.reset();
        return true;
    }
    const bool from_named = from == named_;
    if (!learned_ || !is_locked(now)) {
        if ((from_named && (!learned_ || learned_->from != named_)) ||
            (!learned_ && has_proven(stream, header.sequence))) {
            learned_ = stream;
            learned_at_ = now;
            candidate_.reset();
            return true;
        }
    }
    if (learned_ && from == learned_->from && has_proven(stream, header.sequence)) {
        learned_ = stream; // a gateway that changed its source, as on a transfer
        candidate_.reset();
        return true;
    }
    return false;
}

bool Peer::has_proven(const Stream& stream, std::uint16_t sequence) {
    const bool goes_on =
        candidate_ && candidate_->stream == stream && candidate_->next_sequence == sequence;
    const int count = goes_on ? candidate_->in_sequence + 1 : 1;
    candidate_ = Candidate{stream, static_cast<std::uint16_t>(sequence + 1), count};
    return count >= proof;
}

bool Peer::is_locked(SteadyTime now) const {
    return learned_ && (learned_->from == named_ || now - learned_at_ >= learning_time);
}

} // namespace hatif::rtp
