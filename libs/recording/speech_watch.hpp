#pragma once

#include "audio/codec.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace hatif::recording {

/// Is anybody speaking? By the energy of the voice against the line's own noise, which is learned:
/// quickly where it is lower than thought, over seconds where it is higher. Speech is what stands
/// out for a tenth of a second. Positions in samples, as the recording's. Pure.
class SpeechWatch {
public:
    /// Over after `limit` samples without speech; 0: never.
    explicit SpeechWatch(std::uint64_t limit) : limit_{limit} {}

    void hear(audio::Codec codec, std::span<const std::uint8_t> voice, std::uint64_t position);

    /// "silence": there was speech and is no more; "nothing_said": there was none. Empty: go on.
    std::string_view over(std::uint64_t position) const;

    bool spoke() const { return spoke_; }

private:
    std::uint64_t limit_;
    double noise_ = 40; // mean amplitude, of 32,768
    std::uint64_t loud_ = 0;
    std::uint64_t last_speech_ = 0;
    bool spoke_ = false;
};

} // namespace hatif::recording
