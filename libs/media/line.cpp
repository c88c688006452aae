#include "media/line_impl.hpp"

#include <sys/random.h>

#include <algorithm>

namespace hatif::media {

using std::chrono::milliseconds;

namespace {

constexpr std::uint32_t patience = 50; // strangers' packets that we drop ourselves
constexpr std::uint32_t samples_per_ms = 8;

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

std::size_t samples_of(milliseconds packet_time) {
    const auto tens = std::clamp<std::int64_t>(packet_time / milliseconds{10}, 1, 6);
    return static_cast<std::size_t>(tens) * 80;
}

} // namespace

OpenLine::OpenLine(LineId id, UdpSocket socket, rtp::Address at)
    : id_{id}, socket_{std::move(socket)}, at_{at}, speaker_{random_sender()},
      random_{speaker_.source()} {}

Listening& OpenLine::ears() {
    if (!listening_) listening_ = std::make_unique<Listening>();
    return *listening_;
}

base::Result<void> OpenLine::secure(const std::optional<sdp::Security>& keys) {
    if (keys == keys_of_session_) return {};
    const auto before = std::exchange(keys_of_session_, std::nullopt);
    if (session_ && keys && before && before->ours == keys->ours) {
        // Under the same key our stream goes on, and its counters must, too.
        if (auto changed = session_->hear(keys->theirs); !changed) return changed;
    } else {
        session_.reset();
        if (!keys) return {};
        auto made = srtp::Session::make(keys->ours, keys->theirs);
        if (!made) return tl::unexpected{made.error()};
        session_ = std::move(*made);
    }
    keys_of_session_ = keys;
    return {};
}

base::Result<void> OpenLine::connect(const sdp::Agreement& agreement, rtp::SteadyTime now) {
    if (auto secured = secure(agreement.security); !secured) {
        terms_.reset();
        return secured;
    }
    const auto named = address_of(agreement.remote.address, agreement.remote.port);
    // On hold the old way the SDP names nowhere: the one that was learned stays.
    if (named && named->host != 0 && (!peer_ || !terms_ || terms_->named != *named)) {
        peer_.emplace(*named);
        strangers_ = 0;
        if (std::exchange(refusing_, false)) socket_.refuse_none();
    }
    if (!terms_ || terms_->direction != agreement.direction) last_heard_ = now;
    if (!terms_) next_report_ = now + report_pause();
    terms_ = Terms{.direction = agreement.direction,
                   .key_payload = agreement.key_payload,
                   .named = named && named->host != 0 ? *named
                            : terms_                  ? terms_->named
                                                      : rtp::Address{},
                   .control = agreement.control
                                  ? address_of(agreement.control->address, agreement.control->port)
                                  : std::nullopt};
    speaker_.agree(agreement.codec, samples_of(agreement.packet_time));
    if (!terms_->key_payload && !heard_event_) {
        ears().hear_keys();
    } else if (listening_) {
        listening_->ignore_keys();
    }
    return {};
}

void OpenLine::await_beep(milliseconds at_most, rtp::SteadyTime now) {
    ears().await_beep(at_most, now);
}

void OpenLine::detach(TapId id) {
    if (listening_) listening_->detach(id);
}

void OpenLine::beat(std::uint64_t round, rtp::SteadyTime now, Outbox& outbox, const Teller& tell) {
    if (!terms_) return;
    const auto voice = outbox.room().subspan(rtp::header_size, speaker_.samples());
    const auto over = speaker_.beat(round, voice);
    const bool may_send =
        terms_->direction == sdp::Direction::both || terms_->direction == sdp::Direction::send_only;
    const bool is_said = may_send && peer_;
    if (!is_said) std::ranges::fill(voice, audio::silence(speaker_.codec()).front());
    // Before it is sent: encryption is done in place.
    if (listening_) {
        listening_->beat(speaker_.codec(), voice, now, tell);
        if (listening_->idle()) listening_.reset();
    }
    if (is_said) {
        send(outbox);
    } else {
        speaker_.keep_quiet();
    }
    if (over) tell(PromptOver{*over});
}

void OpenLine::send(Outbox& outbox) {
    const auto room = outbox.room();
    rtp::write_header(speaker_.stamp(), room.first<rtp::header_size>());
    auto size = rtp::header_size + speaker_.samples();
    if (session_) {
        const auto sealed = session_->protect(room, size);
        if (!sealed) {
            ++statistics_.send_failed;
            return;
        }
        size = sealed->size();
    }
    octets_ += speaker_.samples();
    outbox.send(size, socket_, at_.port, peer_->address(), statistics_);
}

void OpenLine::watch_silence(rtp::SteadyTime now, milliseconds limit, const Teller& tell) {
    if (told_of_silence_ || !terms_ || terms_->direction != sdp::Direction::both) return;
    if (now - last_heard_ < limit) return;
    told_of_silence_ = true;
    tell(MediaLost{});
}

int OpenLine::read(Receiver& receiver, const Teller& tell, int most) {
    for (int i = 0; i < most; ++i) {
        const auto datagram = receiver.receive(fd());
        if (!datagram) return i;
        hear(*datagram, tell);
    }
    return most;
}

void OpenLine::hear(const Receiver::Datagram& datagram, const Teller& tell) {
    if (!terms_ || !peer_) return; // early media: not listened to
    const auto now = datagram.came;
    if (peer_->refuses(datagram.from, now)) {
        ++statistics_.dropped;
        return notice_strangers(now);
    }
    auto bytes = std::optional{datagram.bytes};
    if (session_) bytes = session_->unprotect(*bytes);
    const auto packet = bytes ? rtp::read_packet(*bytes) : std::nullopt;
    if (!packet || !peer_->accept(datagram.from, packet->header, now)) {
        ++statistics_.dropped;
        return;
    }
    const bool is_key = terms_->key_payload == packet->header.payload_type;
    reception_.hear(packet->header, now, !is_key);
    last_heard_ = std::max(last_heard_, now); // the kernel's clock is the wall's, which may be set
    if (is_key) {
        heard_event_ = true;
        if (listening_) listening_->ignore_keys();
        if (const auto key = keys_.hear(*packet)) {
            tell(KeyPressed{*key});
            if (listening_) listening_->pressed(tell);
        }
    }
    if (listening_) listening_->hear(*packet, now, tell);
}

/// Some strangers are dropped here and counted one by one; from those who flood us the kernel
/// protects the line, and counts them.
void OpenLine::notice_strangers(rtp::SteadyTime now) {
    if (refusing_ || ++strangers_ < patience || !peer_->is_locked(now)) return;
    socket_.refuse_others(peer_->address());
    refusing_ = true;
}

/// RFC 3550, 6.2 and 6.3.1: each 5 s, and not all at once.
milliseconds OpenLine::report_pause() {
    random_ = random_ * 1'664'525U + 1'013'904'223U;
    return milliseconds{2'500 + (random_ >> 8U) % 5'000};
}

/// The port that was named, or the one above the voice's, wherever that comes from.
rtp::Address OpenLine::control_address() const {
    const auto& voice = peer_->address();
    if (terms_->control && voice == terms_->named) return *terms_->control;
    return {voice.host, static_cast<std::uint16_t>(voice.port + 1)};
}

std::optional<int> OpenLine::report(rtp::SteadyTime now) {
    if (!terms_ || !peer_ || now < next_report_) return std::nullopt;
    next_report_ = now + report_pause();
    const bool first = !control_;
    if (first) control_ = Control::open({at_.host, static_cast<std::uint16_t>(at_.port + 1)});
    if (!control_) return std::nullopt;
    send_report(now, false);
    return first ? std::optional{control_->fd()} : std::nullopt;
}

void OpenLine::send_report(rtp::SteadyTime now, bool bye) {
    const rtp::Reporter::Sent sent{speaker_.source(), speaker_.timestamp(), statistics_.sent,
                                   octets_};
    control_->report(sent, reception_, control_address(), session_ ? &*session_ : nullptr, now,
                     bye);
}

void OpenLine::read_control(Receiver& receiver) {
    if (!control_ || !peer_) return;
    control_->hear(receiver, peer_->address(), speaker_.source(), session_ ? &*session_ : nullptr);
}

rtp::Statistics OpenLine::close(rtp::SteadyTime now) {
    if (listening_) listening_->end();
    auto all = statistics_;
    all.frames_skipped = speaker_.skipped();
    all.received = reception_.received();
    all.lost = reception_.lost();
    all.jitter_ms = reception_.jitter_ms();
    all.dropped += socket_.refused();
    if (control_ && terms_ && peer_) send_report(now, true);
    if (control_) control_->tell(all);
    return all;
}

} // namespace hatif::media
