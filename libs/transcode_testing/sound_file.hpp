#pragma once

#include <string>

/// Files of every kind that is taken, for tests, written by libsndfile.
namespace hatif::transcode_testing {

struct Kind {
    int format; ///< SF_FORMAT_…, container and coding
    int rate = 44100;
    int channels = 1;
};

/// A sine at half of full scale.
std::string sound_file(const Kind& kind, double hertz, double seconds);

/// Noise that swells and fades four times a second on all channels: as dear to decode as speech is.
std::string noise_file(const Kind& kind, double seconds);

/// How loud one tone is in 8 kHz samples, 1 being full scale; without where filters begin and end.
double level(const std::string& a_law, double hertz);

} // namespace hatif::transcode_testing
