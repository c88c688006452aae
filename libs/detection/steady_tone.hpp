#pragma once

#include "detection/slicer.hpp"

#include <array>
#include <chrono>
#include <complex>
#include <optional>

namespace hatif::detection {

/// A tone that stood alone, steady in pitch and strength, between two quieter moments.
struct Tone {
    float hertz = 0;
    std::chrono::milliseconds lasted{};
    bool over = true; ///< false: it goes on, and was told because it is long
};

/// A machine's beep. Up to 500 Hz many things hum and ring steadily (E.180: ringing has 400–450 Hz
/// and lasts a second): there a beep comes after words, and lasts 180–700 ms.
bool is_beep(const Tone& tone, bool after_words);

/// Looks for steady tones of 300–2,500 Hz, slice by slice.
///
///     searching -- three slices agree on one frequency --> following
///     following -- same pitch, same strength -----------> following   `sounding` from 60 ms on
///     following -- two seconds of it -------------------> following   told, not yet over
///     following -- quiet, after 120 ms or more ---------> searching   told
///     following -- anything else -----------------------> searching   it was no tone
class SteadyTone {
public:
    SteadyTone();

    /// A tone, when this slice ends one (or makes it long).
    std::optional<Tone> hear(const Slice& slice);

    /// What was heard last is a steady tone, however short or long.
    bool sounding() const { return following_ && run_ >= sounding_after; }

    static constexpr int sounding_after = 5; ///< slices

private:
    std::optional<Tone> follow(const Slice& slice);
    std::optional<Tone> lose(const Slice& slice);
    void search(const Slice& slice);
    float expected_share() const;
    bool stands_out() const;
    std::complex<float> correlate(const Slice& slice) const;

    std::array<std::array<float, 3>, 3> recent_{}; ///< products of the last slices
    std::array<float, 8> powers_;                  ///< of the slices before, newest first
    bool following_ = false;
    float quiet_ = 0; ///< the noise before the tone
    bool told_ = false;
    int run_ = 0;
    int missed_ = 0;
    float turn_ = 0;   ///< radians per sample
    float power_ = 0;  ///< of the tone, mean over the run
    float shares_ = 0; ///< sum over the measured slices
    int measured_ = 0;
    std::complex<float> last_{};
    bool has_last_ = false;
};

} // namespace hatif::detection
