#include "media/listening_impl.hpp"

#include <algorithm>

namespace hatif::media {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

namespace {

constexpr std::int32_t samples_per_ms = 8;
constexpr milliseconds quiet_after{100};        // no packet for so long: the peer sends none
constexpr std::int32_t longest_gap = 5 * 8'000; // beyond, its clock was set anew

std::optional<audio::Codec> codec_of(std::uint8_t payload_type) {
    switch (payload_type) {
    case static_cast<std::uint8_t>(audio::Codec::pcmu):
        return audio::Codec::pcmu;
    case static_cast<std::uint8_t>(audio::Codec::pcma):
        return audio::Codec::pcma;
    default:
        return std::nullopt; // noise, keys
    }
}

} // namespace

void Listening::detect(const detection::AmdSettings& settings) {
    amd_.emplace(settings);
}

void Listening::await_beep(milliseconds at_most, SteadyTime now) {
    beep_ = Awaited{{}, now, now + at_most};
}

void Listening::hear_keys() {
    if (!keys_) keys_.emplace();
}

void Listening::attach(TapId id, std::unique_ptr<Tap> tap) {
    taps_.push_back({id, std::move(tap)});
}

void Listening::detach(TapId id) {
    const auto found = std::ranges::find(taps_, id, &Attached::id);
    if (found == taps_.end()) return;
    found->tap->end();
    taps_.erase(found);
}

void Listening::end() {
    for (auto& it : taps_) it.tap->end();
    taps_.clear();
}

void Listening::hear(const rtp::Packet& packet, SteadyTime now, const Teller& tell) {
    window_.put(packet, now);
    in_order(now, tell);
}

void Listening::in_order(SteadyTime now, const Teller& tell) {
    while (const auto packet = window_.next(now)) {
        if (const auto codec = codec_of(packet->header.payload_type)) {
            voice(*codec, *packet, now, tell);
        }
    }
}

void Listening::voice(audio::Codec codec,
                      const rtp::Packet& packet,
                      SteadyTime now,
                      const Teller& tell) {
    for (auto& it : taps_) it.tap->heard(codec, packet, now);
    if (!detects()) return;
    if (!clock_) clock_ = Clock{.told = now};
    const auto timestamp = packet.header.timestamp;
    const auto gap = static_cast<std::int32_t>(timestamp - clock_->timestamp);
    if (clock_->runs && gap > 0 && gap <= longest_gap) {
        pass(milliseconds{gap / samples_per_ms}, now, tell);
    }
    clock_ = Clock{now, timestamp + static_cast<std::uint32_t>(packet.payload.size()), true};
    analyse(codec, packet.payload, now, tell);
}

void Listening::analyse(audio::Codec codec,
                        audio::Frame bytes,
                        SteadyTime now,
                        const Teller& tell) {
    if (amd_) decided(amd_->hear(codec, bytes), tell);
    if (beep_ && beep_->listener.hear(codec, bytes)) beeped(true, now, tell);
    if (keys_) keyed(keys_->hear(codec, bytes), tell);
}

void Listening::pass(milliseconds time, SteadyTime now, const Teller& tell) {
    if (amd_) decided(amd_->pass(time), tell);
    if (beep_ && beep_->listener.pass(time)) beeped(true, now, tell);
    if (keys_) keyed(keys_->pass(time), tell);
}

void Listening::decided(const std::optional<detection::Verdict>& verdict, const Teller& tell) {
    if (!verdict) return;
    amd_.reset();
    tell(AmdDecided{*verdict});
}

void Listening::beeped(bool heard, SteadyTime now, const Teller& tell) {
    const auto waited = duration_cast<milliseconds>(now - beep_->since);
    beep_.reset();
    tell(BeepAwaited{heard, waited});
}

void Listening::keyed(const std::string& keys, const Teller& tell) {
    for (const char key : keys) {
        tell(KeyPressed{key});
        pressed(tell);
    }
}

void Listening::pressed(const Teller& tell) {
    if (amd_) decided(amd_->key(), tell);
}

void Listening::beat(audio::Codec codec, audio::Frame said, SteadyTime now, const Teller& tell) {
    in_order(now, tell);
    if (!detects()) {
        clock_.reset();
    } else if (!clock_) {
        clock_ = Clock{.told = now};
    } else if (now - clock_->told >= quiet_after) {
        const auto time = duration_cast<milliseconds>(now - clock_->told);
        clock_->told += time;
        clock_->timestamp += static_cast<std::uint32_t>(time.count() * samples_per_ms);
        pass(time, now, tell);
    }
    if (beep_ && now >= beep_->until) beeped(false, now, tell);
    for (auto& it : taps_) it.tap->said(codec, said, now);
    std::erase_if(taps_, [&](const Attached& it) {
        const auto why = it.tap->over();
        if (!why) return false;
        it.tap->end();
        tell(TapOver{it.id, *why});
        return true;
    });
}

} // namespace hatif::media
