#pragma once

#include <limits>

namespace hatif::detection {

/// Counts syllables by the strength of a voice alone: each is a rise well above the dip before it.
/// Unlike time, their number says how much was said, whoever speaks fast or slowly.
class Syllables {
public:
    /// A slice of sound of this strength (a mean square). True: a syllable begins.
    bool hear(float strength);

    /// A slice between sounds: whatever comes next begins anew.
    void rest(float strength);

private:
    bool rising_ = false;
    float dip_ = std::numeric_limits<float>::max(); ///< the quietest since the last syllable
    float top_ = 0;                                 ///< the loudest of this one
};

} // namespace hatif::detection
