#pragma once

#include <span>
#include <vector>

namespace hatif::transcode {

/// The level that all recordings are brought to, in dBm0: -20, which is -26 dB below the overload
/// of G.711, where ITU-T P.830 has speech for telephones. What is piece by piece one sentence (a
/// number, a date) is as loud in each piece.
inline constexpr double wanted_level = -20;

/// Nothing is made louder by more than this, so that the noise of a bad recording does not roar.
inline constexpr double most_boost = 30;

/// What is softer than this is silence with its noise, and stays as it is (dBm0).
inline constexpr double silence_level = -55;

/// A recording this close to the level is as it should be: its samples pass as they are, and one
/// that was made here comes out as it went in.
inline constexpr double tolerance = 0.5;

/// By how many decibels a sound of this level (dBm0) is made louder, or softer: less than 0.
double gain_for(double level);

/// Brings a sound at 8 kHz to the level, by what is audible of it (transcode/silence.hpp); then no
/// peak, between the samples either, is above -1 dB of full scale (transcode/peak_limiter.hpp).
/// Samples -1 to 1; they may come in louder.
void bring_to_level(std::vector<float>& samples);

} // namespace hatif::transcode
