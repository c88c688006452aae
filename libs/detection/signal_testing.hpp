#pragma once

#include "audio/g711.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <numbers>
#include <random>
#include <span>
#include <vector>

/// Sounds for the tests, made of sines and chance: 1.0 is full scale, 8 samples a millisecond.
namespace hatif::detection::testing {

using Signal = std::vector<float>;
using std::chrono::milliseconds;

inline Signal quiet(milliseconds time) {
    return Signal(static_cast<std::size_t>(time.count()) * 8);
}

inline Signal sine(std::initializer_list<float> hertz, milliseconds time, float strength = 0.2F) {
    auto signal = quiet(time);
    for (std::size_t i = 0; i < signal.size(); ++i)
        for (const float one : hertz)
            signal[i] += strength * static_cast<float>(std::sin(2 * std::numbers::pi * one *
                                                                static_cast<double>(i) / 8'000));
    return signal;
}

inline Signal noise(milliseconds time, float strength, unsigned seed = 1) {
    std::mt19937 chance{seed};
    auto signal = quiet(time);
    for (auto& sample : signal)
        sample = strength * (static_cast<float>(chance()) / 2147483648.0F - 1);
    return signal;
}

/// Something like a voice: syllables of a hiss and a hum that slides, with short stops between.
inline Signal voice(milliseconds time, float strength = 0.3F, unsigned seed = 1) {
    auto signal = noise(time, 1, seed);
    double phase = 0;
    for (std::size_t i = 0; i < signal.size(); ++i) {
        const double at = static_cast<double>(i) / 8'000;
        const double syllable = std::fmod(at * 3, 1.0); // 0 to 1
        phase +=
            2 * std::numbers::pi * (150 + 40 * std::sin(2 * std::numbers::pi * 2.3 * at)) / 8'000;
        double hum = 0;
        const double formant = 600 + 350 * std::sin(2 * std::numbers::pi * 3.1 * at);
        for (int over = 1; over <= 18; ++over) {
            const double away = (over * phase > 0 ? over * 150 - formant : 0) / 250;
            hum += std::sin(over * phase) * std::exp(-away * away);
        }
        const double hiss = syllable < 0.2 ? 0.5 : 0.0;
        const double loud = syllable < 0.65 ? 1.0 : 0.02;
        signal[i] = strength * static_cast<float>(0.5 * loud * hum + hiss * 0.3 * signal[i]);
    }
    return signal;
}

inline Signal operator+(Signal first, const Signal& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// Both at once.
inline Signal operator&(Signal first, const Signal& second) {
    for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) first[i] += second[i];
    return first;
}

inline std::vector<std::uint8_t> coded(const Signal& signal,
                                       audio::Codec codec = audio::Codec::pcma) {
    std::vector<std::uint8_t> bytes;
    for (const float value : signal) {
        const auto linear = std::lround(std::clamp(value, -1.0F, 0.999F) * 32'767);
        bytes.push_back(audio::encode(codec, static_cast<std::int16_t>(linear)));
    }
    return bytes;
}

/// Calls `hear` for packets of this size until it answers something.
template <class Hear>
auto in_packets(const std::vector<std::uint8_t>& bytes, std::size_t size, Hear&& hear)
    -> decltype(hear(std::span<const std::uint8_t>{})) {
    for (std::size_t i = 0; i < bytes.size(); i += size)
        if (auto answer = hear({bytes.data() + i, std::min(size, bytes.size() - i)})) return answer;
    return {};
}

} // namespace hatif::detection::testing
