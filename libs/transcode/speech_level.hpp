#pragma once

#include <optional>
#include <span>

namespace hatif::transcode {

/// How loud the speech in a sound at 8 kHz is while somebody speaks: the active speech level of
/// ITU-T P.56 (method B: an envelope of 30 ms, pauses of up to 200 ms belong to the speech, a
/// margin of 15.9 dB), so that long pauses make nobody seem quiet. Music and tones are measured
/// alike. In dBm0, by which the loudest sine that G.711 can carry has +3.14. Samples are -1 to 1,
/// and may be beyond. Nothing: there is no sound at all.
std::optional<double> speech_level(std::span<const float> samples);

} // namespace hatif::transcode
