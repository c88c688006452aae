#include "media/playlist.hpp"

#include <algorithm>
#include <cstring>

namespace hatif::media {

/// What is left of the prompt that is playing. Both codings are of one recording; should one be
/// shorter, its end is silence.
std::size_t Playlist::left() const {
    const auto& prompt = prompts_[prompt_];
    if (!prompt) return 0;
    const auto size = std::max(prompt->a_law.size(), prompt->mu_law.size());
    return size - std::min(offset_, size);
}

/// Goes past what is heard to its end; false when nothing is left.
bool Playlist::at_sound() {
    for (; prompt_ < prompts_.size(); ++prompt_, offset_ = 0) {
        if (left() > 0) return true;
    }
    return false;
}

bool Playlist::next(audio::Codec codec, std::span<std::uint8_t> frame) {
    const auto quiet = audio::silence(codec).front();
    const bool sounds = at_sound();
    while (!frame.empty() && at_sound()) {
        const auto size = std::min(left(), frame.size());
        const auto& bytes = prompts_[prompt_]->in(codec);
        const auto there = std::min(bytes.size() - std::min(offset_, bytes.size()), size);
        if (there > 0) std::memcpy(frame.data(), bytes.data() + offset_, there);
        std::ranges::fill(frame.subspan(there, size - there), quiet);
        offset_ += size;
        frame = frame.subspan(size);
    }
    std::ranges::fill(frame, quiet);
    return sounds;
}

bool Playlist::skip(std::size_t samples) {
    while (samples > 0 && at_sound()) {
        const auto size = std::min(left(), samples);
        offset_ += size;
        samples -= size;
    }
    return at_sound();
}

} // namespace hatif::media
