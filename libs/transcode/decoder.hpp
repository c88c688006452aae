#pragma once

#include "transcode/answer.hpp"
#include "transcode/treatment.hpp"

#include <chrono>
#include <semaphore>
#include <string>
#include <string_view>

namespace hatif::transcode {

/// Decodes uploads by `hatif-audio-decoder`, one process a file. Whatever a file does to that
/// process, the worst that comes of it is AUDIO_UNDECODABLE. May be used by many threads at once:
/// as many processes run as the machine has cores, the others wait.
class Decoder {
public:
    /// `program`: the path of hatif-audio-decoder.
    explicit Decoder(std::string program,
                     std::chrono::milliseconds deadline = std::chrono::seconds{30});

    /// An open file, read from its beginning; it must be one that can seek.
    base::Result<Decoded> decode(int file, const Treatment& treatment = {}) const;
    base::Result<Decoded> decode(std::string_view bytes, const Treatment& treatment = {}) const;

private:
    const std::string program_;
    const std::chrono::milliseconds deadline_;
    mutable std::counting_semaphore<> places_;
};

} // namespace hatif::transcode
