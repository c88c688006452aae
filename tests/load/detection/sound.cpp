#include "sound.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace hatif::evaluation {

namespace {

constexpr float rate = 8'000;
constexpr float turn = 2 * std::numbers::pi_v<float>;

/// 5 ms in and out, so that nothing clicks.
void soften(Sound& sound) {
    const auto edge = std::min<std::size_t>(40, sound.size() / 2);
    for (std::size_t i = 0; i < edge; ++i) {
        const float gain = static_cast<float>(i) / static_cast<float>(edge);
        sound[i] *= gain;
        sound[sound.size() - 1 - i] *= gain;
    }
}

} // namespace

float from_db(float db) {
    return std::pow(10.0F, db / 20);
}
std::size_t samples_of(float seconds) {
    return static_cast<std::size_t>(seconds * rate);
}
Sound silence(float seconds) {
    return Sound(samples_of(seconds));
}

Sound tone(float hertz, float seconds, float level) {
    return dual_tone(hertz, 0, seconds, level);
}

Sound dual_tone(float first, float second, float seconds, float level) {
    Sound sound(samples_of(seconds));
    const float gain = from_db(level) * (second > 0 ? 1.0F : std::numbers::sqrt2_v<float>);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const auto at = static_cast<double>(i) / rate;
        sound[i] = gain * static_cast<float>(std::sin(turn * first * at));
        if (second > 0) sound[i] += gain * static_cast<float>(std::sin(turn * second * at));
    }
    soften(sound);
    return sound;
}

Sound white_noise(float seconds, Dice& dice) {
    Sound sound(samples_of(seconds));
    for (auto& sample : sound)
        sample = dice.between(-1, 1) + dice.between(-1, 1) + dice.between(-1, 1);
    return sound;
}

Sound pink_noise(float seconds, Dice& dice) {
    auto sound = white_noise(seconds, dice);
    std::array<float, 3> state{};
    for (auto& sample : sound) { // three poles, an octave 3 dB
        const float white = sample;
        state[0] = 0.99765F * state[0] + white * 0.0990460F;
        state[1] = 0.96300F * state[1] + white * 0.2965164F;
        state[2] = 0.57000F * state[2] + white * 1.0526913F;
        sample = state[0] + state[1] + state[2] + white * 0.1848F;
    }
    return sound;
}

Sound music(float seconds, Dice& dice) {
    static const std::vector<int> scale{0, 2, 4, 5, 7, 9, 11, 12};
    Sound sound(samples_of(seconds));
    const float beat = dice.between(0.18F, 0.5F);
    const float brightness = dice.between(0.25F, 0.7F);
    const float ring = dice.between(1.0F, 6.0F);
    const int voices = 2 + dice.upto(3);
    const float root = 110 * std::pow(2.0F, dice.between(0, 1));
    for (int voice = 0; voice < voices; ++voice) {
        const float step = beat * static_cast<float>(1 << dice.upto(3));
        const bool drum = voice == 3;
        for (float at = 0; at < seconds; at += step) {
            const float pitch = root * static_cast<float>(1 << std::min(voice, 2)) *
                                std::pow(2.0F, static_cast<float>(dice.of(scale)) / 12);
            const auto from = samples_of(at);
            const auto to = std::min(sound.size(), samples_of(at + step));
            for (auto i = from; i < to; ++i) {
                const float t = static_cast<float>(i - from) / rate;
                const float envelope =
                    std::min(1.0F, t * 60) * std::exp(-t * (drum ? 30.0F : ring));
                float sample = drum ? dice.between(-1, 1) : 0.0F;
                float strength = 1;
                for (int over = 1; !drum && over <= 6 && pitch * static_cast<float>(over) < 3'600;
                     ++over, strength *= brightness)
                    sample += strength * std::sin(turn * pitch * static_cast<float>(over) * t);
                sound[i] += envelope * sample;
            }
        }
    }
    return sound;
}

Sound burst(Dice& dice) {
    auto sound = dice.chance(0.5F) ? white_noise(dice.between(0.02F, 0.4F), dice)
                                   : pink_noise(dice.between(0.05F, 0.4F), dice);
    const float decay = dice.between(5, 40);
    for (std::size_t i = 0; i < sound.size(); ++i)
        sound[i] *= std::exp(-decay * static_cast<float>(i) / rate);
    return sound;
}

Sound ringback(float seconds, Dice& dice) {
    const float level = dice.between(-26, -14);
    switch (dice.upto(4)) {
    case 0:
        return tone(425, seconds, level);
    case 1:
        return tone(440, seconds, level);
    case 2:
        return dual_tone(440, 480, seconds, level);
    default:
        return dual_tone(400, 450, seconds, level);
    }
}

void append(Sound& to, const Sound& what) {
    to.insert(to.end(), what.begin(), what.end());
}

void mix(Sound& to, const Sound& what, float seconds_from) {
    const auto from = samples_of(seconds_from);
    for (std::size_t i = 0; i < what.size() && from + i < to.size(); ++i) to[from + i] += what[i];
}

Sound at_level(Sound sound, float level) {
    std::vector<float> powers;
    for (std::size_t i = 0; i + 160 <= sound.size(); i += 160) {
        float power = 0;
        for (std::size_t k = 0; k < 160; ++k) power += sound[i + k] * sound[i + k] / 160;
        powers.push_back(power);
    }
    if (powers.empty()) return sound;
    const float loudest = *std::max_element(powers.begin(), powers.end());
    float sum = 0;
    float count = 0;
    for (const auto power : powers) {
        if (power < loudest * 0.01F) continue; // pauses
        sum += power;
        ++count;
    }
    if (sum <= 0) return sound;
    const float gain = from_db(level) / std::sqrt(sum / count);
    for (auto& sample : sound) sample *= gain;
    return sound;
}

} // namespace hatif::evaluation
