#include "media/playlist.hpp"

#include <algorithm>

namespace hatif::media {

/// Goes past what is heard to its end; false when nothing is left.
bool Playlist::at_sound() {
    while (prompt_ < prompts_.size()) {
        const auto& prompt = prompts_[prompt_];
        if (prompt && offset_ < std::max(prompt->a_law.size(), prompt->mu_law.size())) return true;
        ++prompt_;
        offset_ = 0;
    }
    return false;
}

bool Playlist::next(audio::Codec codec, std::span<std::uint8_t, audio::frame_size> frame) {
    const auto silence = audio::silence(codec);
    std::ranges::copy(silence, frame.begin());
    if (!at_sound()) return false;
    const auto& bytes = prompts_[prompt_]->in(codec);
    const auto from = std::min(offset_, bytes.size());
    const auto size = std::min(bytes.size() - from, audio::frame_size);
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), size, frame.begin());
    offset_ += audio::frame_size;
    return true;
}

bool Playlist::skip(std::size_t frames) {
    for (; frames > 0 && at_sound(); --frames) offset_ += audio::frame_size;
    return at_sound();
}

} // namespace hatif::media
