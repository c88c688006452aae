#pragma once

#include "transcode/bytes.hpp"

#include <cstdint>

namespace hatif::transcode {

/// Files that were broken off on their way. Decoders take them for shorter ones; a prompt that ends
/// in mid sentence must not be taken. True only when the file itself says so: what claims no length
/// is whole.

/// MPEG audio whose first frame, at `offset`, tells the stream's length (the Xing or Info frame
/// that nearly every encoder writes).
bool mpeg_cut_off(const Bytes& bytes, std::uint64_t offset, std::uint64_t file_size);

/// An Ogg file that ends within one of its pages.
bool ogg_cut_off(const Bytes& bytes, std::uint64_t offset, std::uint64_t file_size);

} // namespace hatif::transcode
