#pragma once

#include "audio/prompt.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace hatif::media {

/// Prompts one after the other, cut into frames. A value: it moves with the clock, not with what is
/// sent.
class Playlist {
public:
    using Prompts = std::vector<std::shared_ptr<const audio::Prompt>>;

    Playlist() = default;
    explicit Playlist(Prompts prompts) : prompts_{std::move(prompts)} {}

    /// The next 20 ms into `frame` of 160 bytes; a prompt's last frame is filled up with silence.
    /// False: all is over, and the frame is silence.
    bool next(audio::Codec codec, std::span<std::uint8_t, audio::frame_size> frame);

    /// Lets frames pass that were never sent. False: all is over.
    bool skip(std::size_t frames);

private:
    bool at_sound();

    Prompts prompts_;
    std::size_t prompt_ = 0;
    std::size_t offset_ = 0;
};

} // namespace hatif::media
