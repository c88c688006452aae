#pragma once

#include "transcode/answer.hpp"

namespace hatif::transcode {

/// All of an open file of one of the containers (transcode/container.hpp), checked, decoded and
/// made 8 kHz mono. The refusal's text says what is wrong with the file.
base::Result<Decoded> decode_sound(int file);

} // namespace hatif::transcode
