#include "media/speaker.hpp"

namespace hatif::media {

void Speaker::agree(audio::Codec codec, std::size_t samples) {
    codec_ = codec;
    if (samples == samples_) return;
    samples_ = samples;
    last_round_.reset();
}

void Speaker::play(Playlist prompts, PlayId id) {
    playlist_ = std::move(prompts);
    playing_ = id;
}

void Speaker::stop() {
    playlist_ = {};
    playing_.reset();
}

std::optional<PlayId> Speaker::beat(std::uint64_t round, std::span<std::uint8_t> voice) {
    if (const auto late = last_round_ ? round - *last_round_ - 1 : 0; late > 0) {
        skipped_ += late;
        sender_.skip(static_cast<std::uint32_t>(late * samples_));
        playlist_.skip(late * samples_);
    }
    last_round_ = round;
    if (playlist_.next(codec_, voice) || !playing_) return std::nullopt;
    const auto over = *playing_;
    stop();
    return over;
}

} // namespace hatif::media
