#include "key_figures.hpp"

#include "audio/g711.hpp"
#include "cpu_clock.hpp"
#include "tone/key_detector.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iomanip>
#include <string>

namespace hatif::evaluation {

namespace {

constexpr std::array<float, 4> rows{697, 770, 852, 941};
constexpr std::array<float, 4> columns{1'209, 1'336, 1'477, 1'633};
constexpr std::string_view keys = "123A456B789C*0#D";

std::vector<std::uint8_t> coded(const Sound& sound) {
    std::vector<std::uint8_t> bytes;
    for (const auto value : sound) {
        const auto linear = std::lround(std::clamp(value, -1.0F, 0.9999F) * 32'768);
        bytes.push_back(audio::encode(audio::Codec::pcma, static_cast<std::int16_t>(linear)));
    }
    return bytes;
}

std::string listen(const Sound& sound, Dice& dice, float loss) {
    tone::KeyDetector detector;
    const auto bytes = coded(sound);
    std::string heard;
    for (std::size_t i = 0; i + 160 <= bytes.size(); i += 160)
        heard += dice.chance(loss) ? detector.pass(std::chrono::milliseconds{20})
                                   : detector.hear(audio::Codec::pcma, {bytes.data() + i, 160});
    return heard;
}

/// `twist`: dB that the high tone is above the low one.
Sound press(char key, float seconds, float twist, float level) {
    const auto at = keys.find(key);
    Sound sound = tone(rows[at / 4], seconds, level);
    mix(sound, tone(columns[at % 4], seconds, level + twist));
    return sound;
}

struct Row {
    int sent = 0;
    int heard = 0;
    int wrong = 0; ///< twice, or another key
};

Row try_keys(float seconds, float twist, float ratio, float loss, Dice& dice) {
    Row row;
    for (int again = 0; again < 10; ++again) {
        for (const char key : keys) {
            const float level = dice.between(-25, -10);
            Sound sound = silence(dice.between(0.1F, 0.2F));
            append(sound, press(key, seconds, twist, level));
            append(sound, silence(0.2F));
            mix(sound, at_level(white_noise(static_cast<float>(sound.size()) / 8'000, dice),
                                level - ratio));
            const auto heard = listen(sound, dice, loss);
            ++row.sent;
            if (heard.find(key) != std::string::npos) ++row.heard;
            row.wrong +=
                static_cast<int>(heard.size()) - (heard.find(key) != std::string::npos ? 1 : 0);
        }
    }
    return row;
}

} // namespace

void tell_keys(std::ostream& out, const Sound& speech, std::uint32_t seed) {
    Dice dice{seed};
    out << "| tone, ms | high tone, dB | noise, dB | loss, % | pressed | heard | too many |\n"
        << "|---|---|---|---|---|---|---|\n";
    for (const float loss : {0.0F, 0.03F})
        for (const float length : {0.04F, 0.05F, 0.07F, 0.1F, 0.2F})
            for (const float twist : {-6.0F, 0.0F, 4.0F})
                for (const float ratio : {30.0F, 12.0F}) {
                    const auto row = try_keys(length, twist, ratio, loss, dice);
                    out << "| " << std::lround(length * 1'000) << " | " << twist << " | " << ratio
                        << " | " << loss * 100 << " | " << row.sent << " | " << row.heard << " | "
                        << row.wrong << " |\n";
                }
    const CpuClock clock;
    const auto heard = listen(speech, dice, 0);
    const auto seconds = static_cast<double>(speech.size()) / 8'000;
    out << "\nHeard in " << std::lround(seconds / 60) << " minutes of speech: " << heard.size()
        << " \"" << heard << "\". CPU per 1,000 calls: " << std::setprecision(3)
        << 100'000 * clock.spent() / seconds << " % of a core (coding included)\n\n";
}

} // namespace hatif::evaluation
