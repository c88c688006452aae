#pragma once

#include <chrono>

namespace hatif::detection {

/// What was said, as far as it tells a machine from a person.
struct Evidence {
    std::chrono::milliseconds length{};
    int words = 0;
    int syllables = 0;
};

/// How much was said, as a time: a fifth is how long it took, the rest its syllables, 200 ms each,
/// whoever speaks fast or slowly.
std::chrono::duration<float, std::milli> amount(const Evidence& said);

/// How long the silence behind it must be, in parts of `after_greeting_silence`: a short "hello" of
/// one word needs the least; the more syllables, and the slower they came, the longer it is waited
/// whether it goes on.
float patience(const Evidence& said);

} // namespace hatif::detection
