#pragma once

#include "audio/prompt.hpp"

#include <chrono>

namespace hatif::recording {

/// The sound that says "speak now": 1,000 Hz at -12 dBm0 with soft edges, so that nothing clicks.
audio::Prompt beep(std::chrono::milliseconds length = std::chrono::milliseconds{200});

} // namespace hatif::recording
