#include "detection/evidence.hpp"

#include <algorithm>

namespace hatif::detection {

namespace {

// The weights were found on the tuning half of the labelled set (docs/amd.md).
constexpr float share_of_syllables = 0.8F;
constexpr float syllable_ms = 200;
constexpr float per_syllable = 0.0868F;
constexpr float per_slowness = 0.00248F; ///< each millisecond that a syllable is longer
constexpr float per_word = -0.0841F;
constexpr float usual_syllables = 4;
constexpr float usual_words = 2;
constexpr float least = 0.816F;
constexpr float most = 1.39F;

} // namespace

std::chrono::duration<float, std::milli> amount(const Evidence& said) {
    const auto length = static_cast<float>(said.length.count());
    const float counted = syllable_ms * static_cast<float>(said.syllables);
    return std::chrono::duration<float, std::milli>{length +
                                                    share_of_syllables * (counted - length)};
}

float patience(const Evidence& said) {
    const auto syllables = static_cast<float>(said.syllables);
    const float each = static_cast<float>(said.length.count()) / std::max(1.0F, syllables);
    return std::clamp(1 + per_syllable * (syllables - usual_syllables) +
                          per_slowness * (each - syllable_ms) +
                          per_word * (static_cast<float>(said.words) - usual_words),
                      least, most);
}

} // namespace hatif::detection
