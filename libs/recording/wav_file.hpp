#pragma once

#include "objects/content_hash.hpp"
#include "recording/wav.hpp"

#include <optional>

/// A WAV file that is, or was, written to its end.
namespace hatif::recording {

/// Writes into the header how much voice the file holds; half a sample at its end is cut off. False
/// with errno; EINVAL when the file has no header of ours.
bool seal(int file);

/// None when it cannot be read, or is not ours.
std::optional<WavHeader> header_of(int file);

/// Of all its bytes; none with errno.
std::optional<objects::ContentHash> hash_of_file(int file);

} // namespace hatif::recording
