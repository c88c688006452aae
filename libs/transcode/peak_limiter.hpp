#pragma once

#include <span>
#include <vector>

namespace hatif::transcode {

/// The highest peak that leaves here: -1 dB of full scale.
inline constexpr float highest_peak = 0.891F;

/// Turns a sound at 8 kHz down where its wave, between the samples too (four times oversampled, as
/// ITU-R BS.1770 measures a true peak), would go above `highest_peak`: from 10 ms before until
/// 10 ms after, smoothly. A sound without such peaks is left as it is, to the bit.
void limit_peaks(std::vector<float>& samples);

/// The highest that the wave goes near each sample: at it, and on the way to the next one.
/// Where that is far below `highest_peak` it is only the sample's own.
std::vector<float> true_peaks(std::span<const float> samples);

} // namespace hatif::transcode
