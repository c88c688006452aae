#pragma once

#include "transcode/answer.hpp"

namespace hatif::transcode {

/// Reads a WAV file (PCM of 8, 16, 24 or 32 bits, float, A-law, mu-law) from an open descriptor.
/// Allocates nothing whose size the file dictates. The error's `what` says what is wrong with it.
base::Result<Decoded> decode_wav(int file);

} // namespace hatif::transcode
