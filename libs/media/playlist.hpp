#pragma once

#include "audio/prompt.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace hatif::media {

/// Prompts one after the other without a gap, cut into frames of any size. A value: it moves with
/// the clock, not with what is sent.
class Playlist {
public:
    using Prompts = std::vector<std::shared_ptr<const audio::Prompt>>;

    Playlist() = default;
    explicit Playlist(Prompts prompts) : prompts_{std::move(prompts)} {}

    /// The next bytes of sound; a prompt's end is followed by the next one's beginning, the last
    /// one's by silence. False: all was over before, and the frame is silence.
    bool next(audio::Codec codec, std::span<std::uint8_t> frame);

    /// Lets samples pass that were never sent. False: all is over.
    bool skip(std::size_t samples);

private:
    std::size_t left() const;
    bool at_sound();

    Prompts prompts_;
    std::size_t prompt_ = 0;
    std::size_t offset_ = 0;
};

} // namespace hatif::media
