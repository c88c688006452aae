#include "detection/amd_detector.hpp"

#include <algorithm>

namespace hatif::detection {

Amd::Amd(const AmdSettings& settings) : decision_(settings) {}

std::optional<Verdict> Amd::hear(audio::Codec codec, std::span<const std::uint8_t> payload) {
    while (!decided_ && !payload.empty()) {
        if (!slicer_.fill(codec, payload)) continue;
        if (auto verdict = hear(slicer_.slice())) return verdict;
    }
    return std::nullopt;
}

std::optional<Verdict> Amd::pass(std::chrono::milliseconds time) {
    auto samples = static_cast<std::size_t>(std::max<std::int64_t>(0, time.count())) * 8;
    while (!decided_ && samples > 0) {
        if (!slicer_.skip(samples)) continue;
        if (auto verdict = hear(slicer_.slice())) return verdict;
    }
    return std::nullopt;
}

std::optional<Verdict> Amd::key() {
    if (decided_) return std::nullopt;
    decided_ = true;
    return decision_.key();
}

std::optional<Verdict> Amd::hear(const Slice& slice) {
    const bool active = voice_.hear(slice);
    const auto tone = tone_.hear(slice);
    Heard heard{active ? Heard::What::sound : Heard::What::silence, voice_.movement(),
                voice_.power(), voice_.strength()};
    if (tone_.sounding()) heard.what = Heard::What::tone;
    if (tone && is_beep(*tone, decision_.has_words())) heard.what = Heard::What::beep;
    auto verdict = decision_.hear(heard);
    decided_ = verdict.has_value();
    return verdict;
}

} // namespace hatif::detection
