#pragma once

#include "transcode/bytes.hpp"

#include <cstdint>
#include <optional>

namespace hatif::transcode {

/// What a RIFF/WAVE file says of its audio's length. libsndfile takes a file that was cut off for a
/// shorter one; a prompt that ends in mid sentence must not be taken.
struct WavHeader {
    std::uint64_t data_offset = 0;
    std::uint64_t data_claimed = 0; ///< bytes

    /// Programs that write into a pipe cannot know the length, and claim about 2 or 4 GiB.
    bool claims_no_length() const { return data_claimed >= 0x7FFF0000; }

    /// The file ends before its audio does.
    bool cut_off(std::uint64_t file_size) const {
        return !claims_no_length() && data_offset + data_claimed > file_size;
    }

    bool operator==(const WavHeader&) const = default;
};

/// Nothing when it is no RIFF/WAVE file, or when no audio comes after the first chunks.
std::optional<WavHeader> read_wav_header(const Bytes& bytes);

} // namespace hatif::transcode
