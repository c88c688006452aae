#pragma once

#include <cstdint>
#include <random>
#include <vector>

/// Sound as samples at 8 kHz, 1.0 is full scale: what the labelled set is mixed from.
namespace hatif::evaluation {

using Sound = std::vector<float>;

/// Chance that is the same each time.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : source_(seed) {}

    float between(float low, float high) {
        return low + (high - low) * static_cast<float>(source_()) / 4294967296.0F;
    }
    int upto(int count) { return static_cast<int>(source_() % static_cast<std::uint32_t>(count)); }
    bool chance(float share) { return between(0, 1) < share; }

    template <class T>
    const T& of(const std::vector<T>& all) {
        return all[static_cast<std::size_t>(upto(static_cast<int>(all.size())))];
    }

private:
    std::mt19937 source_;
};

float from_db(float db);
std::size_t samples_of(float seconds);

Sound silence(float seconds);
/// Level: dBFS of its power; a sine of full scale has -3.
Sound tone(float hertz, float seconds, float level);
Sound dual_tone(float first, float second, float seconds, float level);
Sound white_noise(float seconds, Dice& dice);
Sound pink_noise(float seconds, Dice& dice);
Sound music(float seconds, Dice& dice);
/// A cough, a door, a handset that is picked up.
Sound burst(Dice& dice);
/// What a carrier plays while it rings; the last, cut piece of it.
Sound ringback(float seconds, Dice& dice);

void append(Sound& to, const Sound& what);
void mix(Sound& to, const Sound& what, float seconds_from = 0);
/// Loud parts have this power afterwards.
Sound at_level(Sound sound, float level);

} // namespace hatif::evaluation
