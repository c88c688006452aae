#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// A picture of a sound: its course cut into parts of one length, of each the lowest and the
/// highest sample. A part is two bytes, signed, -128 to 127 being full scale: the lowest, then the
/// highest.
namespace hatif::transcode {

/// As many parts as are kept of a recording; fewer when it has fewer samples.
inline constexpr std::size_t most_points = 1000;

/// `points` parts, or as many as there are samples. Part i goes from sample floor(i x n / points)
/// to before floor((i + 1) x n / points).
std::string waveform_of(std::span<const std::int16_t> samples, std::size_t points = most_points);

/// The same of what calls play; for recordings that were made before pictures were.
std::string waveform_of_a_law(std::string_view a_law);

/// A picture in fewer parts; no lower part and no higher one is lost. More than it has: as it is.
std::string in_points(std::string_view waveform, std::size_t points);

/// Whole parts, and in each the lowest is not above the highest.
bool is_waveform(std::string_view bytes);

} // namespace hatif::transcode
