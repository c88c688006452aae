#include "media/line_impl.hpp"

#include <sys/random.h>

#include <algorithm>

namespace hatif::media {

namespace {

/// Where a stream starts must not be guessed (RFC 3550, 5.1).
rtp::Sender random_sender() {
    struct {
        std::uint32_t source;
        std::uint32_t timestamp;
        std::uint16_t sequence;
    } start{};
    [[maybe_unused]] const auto size = getrandom(&start, sizeof start, 0);
    return {start.source, start.sequence, start.timestamp};
}

} // namespace

OpenLine::OpenLine(LineId id, UdpSocket socket, std::uint16_t port)
    : id_{id}, socket_{std::move(socket)}, port_{port}, sender_{random_sender()} {}

void OpenLine::connect(const sdp::Agreement& agreement) {
    const bool moved = !agreement_ || agreement_->remote != agreement.remote;
    agreement_ = agreement;
    const auto named = address_of(agreement.remote.address, agreement.remote.port);
    // On hold the old way the SDP names nowhere: the one that was learned stays.
    if (named && moved && named->host != 0) peer_.emplace(*named);
}

void OpenLine::play(Playlist prompts, PlayId id) {
    playlist_ = std::move(prompts);
    playing_ = id;
}

void OpenLine::stop() {
    playlist_ = {};
    playing_.reset();
}

std::optional<Event> OpenLine::beat(std::uint64_t round) {
    if (!agreement_ || !peer_) return std::nullopt;
    const auto late = static_cast<std::uint32_t>(last_round_ ? round - *last_round_ - 1 : 0);
    last_round_ = round;
    statistics_.frames_skipped += late;
    sender_.skip(late);
    playlist_.skip(late);
    std::array<std::uint8_t, audio::frame_size> frame{};
    const bool sounds = playlist_.next(agreement_->codec, frame);
    if (agreement_->may_send()) {
        send(frame);
    } else {
        sender_.skip(1);
    }
    if (sounds || !playing_) return std::nullopt;
    const auto over = *playing_;
    stop();
    return PromptOver{over};
}

void OpenLine::send(std::span<const std::uint8_t, audio::frame_size> frame) {
    std::array<std::uint8_t, rtp::header_size + audio::frame_size> packet{};
    const auto header = sender_.stamp(static_cast<std::uint8_t>(agreement_->codec));
    rtp::write_header(header, std::span{packet}.first<rtp::header_size>());
    std::ranges::copy(frame, packet.begin() + rtp::header_size);
    if (socket_.send(packet, peer_->address())) {
        ++statistics_.sent;
    } else {
        ++statistics_.send_failed;
    }
}

std::optional<Event> OpenLine::hear(const ReceiveBatch::Datagram& datagram, rtp::SteadyTime now) {
    if (!peer_) return std::nullopt; // early media: not listened to
    const auto packet = rtp::read_packet(datagram.bytes);
    if (!packet || !peer_->accept(datagram.from, packet->header, now)) {
        ++statistics_.dropped;
        return std::nullopt;
    }
    reception_.hear(packet->header, now);
    if (agreement_->key_payload != packet->header.payload_type) return std::nullopt;
    const auto key = keys_.hear(*packet);
    if (!key) return std::nullopt;
    return KeyPressed{*key};
}

rtp::Statistics OpenLine::statistics() const {
    auto all = statistics_;
    all.received = reception_.received();
    all.lost = reception_.lost();
    all.jitter_ms = reception_.jitter_ms();
    return all;
}

} // namespace hatif::media
