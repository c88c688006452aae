#pragma once

#include "transcode/answer.hpp"
#include "transcode/treatment.hpp"

namespace hatif::transcode {

/// All of an open file of one of the containers (transcode/container.hpp), checked, decoded and
/// made 8 kHz mono at a telephone's level. The refusal's text says what is wrong with the file.
base::Result<Decoded> decode_sound(int file, const Treatment& treatment);

} // namespace hatif::transcode
