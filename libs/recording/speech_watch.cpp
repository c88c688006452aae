#include "recording/speech_watch.hpp"

#include "audio/g711.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace hatif::recording {

namespace {

using audio::Codec;
using Loudness = std::array<std::uint16_t, 256>;

// A line at rest has 5 to 30, a quiet voice 150, a usual one 500 to 3,000.
constexpr double quietest_speech = 120;
constexpr double above_noise = 3;
constexpr double fall = 1.0 / 4;   // of the way to a lower level, with each packet
constexpr double rise = 1.0 / 256; // to a higher one
constexpr std::uint64_t shortest_speech = 800;

Loudness made(Codec codec) {
    Loudness table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        const int sample = audio::decode(codec, static_cast<std::uint8_t>(byte));
        table[byte] = static_cast<std::uint16_t>(std::abs(sample));
    }
    return table;
}

const Loudness& loudness(Codec codec) {
    static const Loudness a_law = made(Codec::pcma);
    static const Loudness mu_law = made(Codec::pcmu);
    return codec == Codec::pcma ? a_law : mu_law;
}

} // namespace

void SpeechWatch::hear(Codec codec, std::span<const std::uint8_t> voice, std::uint64_t position) {
    if (voice.empty()) return;
    const auto& table = loudness(codec);
    std::uint32_t sum = 0;
    for (const auto byte : voice) sum += table[byte];
    const double level = static_cast<double>(sum) / static_cast<double>(voice.size());
    const bool stands_out = level > std::max(quietest_speech, above_noise * noise_);
    noise_ += (level - noise_) * (level < noise_ ? fall : rise);
    loud_ = stands_out ? loud_ + voice.size() : 0;
    if (loud_ < shortest_speech) return;
    spoke_ = true;
    last_speech_ = position + voice.size();
}

std::string_view SpeechWatch::over(std::uint64_t position) const {
    if (limit_ == 0 || position < last_speech_ + limit_) return {};
    return spoke_ ? "silence" : "nothing_said";
}

} // namespace hatif::recording
