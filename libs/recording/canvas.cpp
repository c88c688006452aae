#include "recording/canvas.hpp"

#include "audio/g711.hpp"
#include "audio/prompt.hpp"

#include <algorithm>
#include <cstring>

namespace hatif::recording {

namespace {

using audio::Codec;

Transcoding made(Codec from, Codec to) {
    Transcoding table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        const auto code = static_cast<std::uint8_t>(byte);
        table[byte] = from == to ? code : audio::encode(to, audio::decode(from, code));
    }
    return table;
}

} // namespace

const Transcoding& transcoding(Codec from, Codec to) {
    static const Transcoding same = made(Codec::pcma, Codec::pcma);
    static const Transcoding to_mu_law = made(Codec::pcma, Codec::pcmu);
    static const Transcoding to_a_law = made(Codec::pcmu, Codec::pcma);
    if (from == to) return same;
    return to == Codec::pcma ? to_a_law : to_mu_law;
}

Canvas::Canvas(std::uint32_t channels, std::size_t room)
    : channels_{channels}, room_{room}, bytes_(channels * room) {}

void Canvas::begin(Codec codec) {
    codec_ = codec;
}

bool Canvas::reach(std::uint64_t end) {
    if (end <= reached_) return true;
    if (end - taken_.load(std::memory_order_acquire) > room_) return false;
    const int silence = audio::silence(codec_).front();
    while (reached_ < end) {
        const auto at = static_cast<std::size_t>(reached_ % room_);
        const auto samples = std::min<std::uint64_t>(room_ - at, end - reached_);
        std::memset(bytes_.data() + at * channels_, silence, samples * channels_);
        reached_ += samples;
    }
    return true;
}

void Canvas::paint(std::uint32_t channel,
                   std::uint64_t position,
                   std::span<const std::uint8_t> paint,
                   Codec from) {
    auto at = static_cast<std::size_t>(position % room_);
    const auto& as = transcoding(from, codec_);
    while (!paint.empty()) {
        const auto samples = std::min(paint.size(), room_ - at);
        auto* to = bytes_.data() + at * channels_ + channel;
        if (channels_ == 1 && from == codec_) {
            std::memcpy(to, paint.data(), samples);
        } else {
            for (std::size_t i = 0; i < samples; ++i) to[i * channels_] = as[paint[i]];
        }
        paint = paint.subspan(samples);
        at = 0;
    }
}

void Canvas::publish(std::uint64_t end) {
    if (end > published_.load(std::memory_order_relaxed)) {
        published_.store(end, std::memory_order_release);
    }
}

std::span<const std::uint8_t> Canvas::next() const {
    const auto from = taken_.load(std::memory_order_relaxed);
    const auto at = static_cast<std::size_t>(from % room_);
    const auto samples = std::min<std::uint64_t>(room_ - at, published() - from);
    return std::span{bytes_}.subspan(at * channels_, samples * channels_);
}

void Canvas::take(std::size_t bytes) {
    taken_.store(taken_.load(std::memory_order_relaxed) + bytes / channels_,
                 std::memory_order_release);
}

} // namespace hatif::recording
