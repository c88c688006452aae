#include "corpus.hpp"

#include "audio/g711.hpp"

#include <algorithm>
#include <cmath>

namespace hatif::evaluation {

namespace {

constexpr float analysed = 7; // seconds; no analysis takes longer

} // namespace

Corpus::Corpus(std::vector<Greeting> greetings,
               const Speaker& speaker,
               Half half,
               std::uint32_t seed)
    : speaker_(speaker), half_(half), dice_(seed) {
    std::copy_if(greetings.begin(), greetings.end(), std::back_inserter(greetings_),
                 [&](const Greeting& greeting) { return greeting.half == half; });
}

std::string Corpus::any_language() {
    static const std::vector<std::string> languages{"ar", "fr", "en"};
    return dice_.of(languages);
}

Sound Corpus::greeting(bool machine, const std::string& language) {
    std::vector<std::string> texts;
    for (const auto& greeting : greetings_)
        if (greeting.machine == machine && greeting.language == language)
            texts.push_back(greeting.text);
    const auto& text = dice_.of(texts);
    return speaker_.say(language, text, speaker_.any_way(half_, dice_));
}

Sound Corpus::babble(float seconds) {
    Sound sound = silence(seconds);
    for (int voice = 0; voice < 5; ++voice) {
        Sound one;
        while (one.size() < sound.size()) append(one, greeting(true, any_language()));
        mix(sound, at_level(one, -20));
    }
    return sound;
}

Sound Corpus::person(Sample& sample, float level) {
    const auto words = [&] { return at_level(greeting(false, sample.language), level); };
    Sound sound = silence(dice_.between(0.05F, 0.9F));
    const int scene = dice_.upto(100);
    if (scene < 36) {
        sample.scene = "short greeting";
        append(sound, words());
    } else if (scene < 46) {
        sample.scene = "pause, greeting";
        append(sound, silence(dice_.between(0.8F, 1.5F)));
        append(sound, words());
    } else if (scene < 52) {
        sample.scene = "long silence, greeting";
        append(sound, silence(dice_.between(2.0F, 3.5F)));
        append(sound, words());
    } else if (scene < 66) {
        sample.scene = "hello again and again";
        const auto hello = words();
        for (int again = 2 + dice_.upto(2); again > 0; --again) {
            append(sound, hello);
            append(sound, silence(dice_.between(0.35F, 1.4F)));
        }
    } else if (scene < 76) {
        sample.scene = "cough, greeting";
        append(sound, at_level(burst(dice_), level + dice_.between(-6, 6)));
        append(sound, silence(dice_.between(0.1F, 0.8F)));
        append(sound, words());
    } else if (scene < 84) {
        sample.scene = "television";
        append(sound, words());
        sound.resize(samples_of(analysed));
        Sound television;
        while (television.size() < sound.size()) append(television, greeting(true, any_language()));
        mix(sound, at_level(television, level - dice_.between(14, 22)));
    } else if (scene < 90) {
        sample.scene = "ringback, greeting";
        sound = ringback(dice_.between(0.3F, 1.6F), dice_);
        append(sound, silence(dice_.between(0.2F, 1.2F)));
        append(sound, words());
    } else if (scene < 96) {
        sample.scene = "music, greeting";
        sound = at_level(music(dice_.between(0.6F, 2.8F), dice_), level - dice_.between(0, 8));
        append(sound, silence(dice_.between(0.1F, 0.6F)));
        append(sound, words());
    } else {
        sample.scene = "says nothing";
    }
    return sound;
}

Sound Corpus::message(const std::string& language, float level, float& beep_ends, float& hertz) {
    Sound sound = at_level(greeting(true, language), level);
    append(sound, silence(dice_.between(0.1F, 1.5F)));
    static const std::vector<float> pitches{440, 480, 620, 800, 950, 1'000, 1'400, 1'750, 2'000};
    hertz = dice_.chance(0.5F) ? dice_.of(pitches) : dice_.between(520, 2'400);
    append(sound, tone(hertz, dice_.between(0.13F, 1.2F), level + dice_.between(-8, 4)));
    beep_ends = static_cast<float>(sound.size()) / 8'000;
    return sound;
}

Sound Corpus::machine(Sample& sample, float level) {
    const auto words = [&] { return at_level(greeting(true, sample.language), level); };
    float ignored = 0;
    Sound sound = silence(dice_.between(0.05F, 0.9F));
    const int scene = dice_.upto(100);
    if (scene < 30) {
        sample.scene = "greeting";
        append(sound, words());
    } else if (scene < 58) {
        sample.scene = "greeting, beep";
        append(sound, message(sample.language, level, ignored, ignored));
    } else if (scene < 70) {
        sample.scene = "late greeting";
        append(sound, silence(dice_.between(0.6F, 1.3F)));
        append(sound, words());
    } else if (scene < 73) {
        sample.scene = "very late greeting";
        append(sound, silence(dice_.between(1.6F, 2.6F)));
        append(sound, words());
    } else if (scene < 80) {
        sample.scene = "ringback, greeting";
        sound = ringback(dice_.between(0.3F, 1.6F), dice_);
        append(sound, silence(dice_.between(0.2F, 1.0F)));
        append(sound, words());
    } else if (scene < 87) {
        sample.scene = "music under speech";
        append(sound, words());
        auto bed = at_level(music(static_cast<float>(sound.size()) / 8'000, dice_),
                            level - dice_.between(12, 20));
        mix(sound, bed);
    } else if (scene < 92) {
        sample.scene = "jingle, greeting";
        append(sound, at_level(music(dice_.between(0.5F, 1.5F), dice_), level));
        append(sound, words());
    } else if (scene < 97) {
        sample.scene = "short greeting, beep";
        auto start = words();
        start.resize(std::min(start.size(), samples_of(dice_.between(1.0F, 1.6F))));
        append(sound, start);
        append(sound, silence(dice_.between(0.2F, 0.7F)));
        append(sound, tone(dice_.between(520, 2'200), dice_.between(0.2F, 0.8F), level));
    } else {
        sample.scene = "beep only";
        append(sound, tone(dice_.between(520, 2'200), dice_.between(0.2F, 0.8F), level));
    }
    return sound;
}

void Corpus::add_noise(Sample& sample, Sound& sound, float level) {
    const auto seconds = static_cast<float>(sound.size()) / 8'000;
    mix(sound, at_level(white_noise(seconds, dice_), -66)); // of the line itself
    const int kind = dice_.upto(7);
    if (kind == 0) {
        sample.noise = "clean";
        return;
    }
    static const std::vector<int> ratios{30, 30, 20, 20, 12, 12};
    const int ratio = ratios[static_cast<std::size_t>(kind - 1)];
    const int colour = dice_.upto(3);
    const auto noise = colour == 0   ? white_noise(seconds, dice_)
                       : colour == 1 ? pink_noise(seconds, dice_)
                                     : babble(seconds);
    sample.noise = std::to_string(ratio) + " dB" + (colour == 2 ? " babble" : "");
    mix(sound, at_level(noise, level - static_cast<float>(ratio)));
}

void Corpus::code(Sample& sample, const Sound& sound) {
    sample.a_law = dice_.chance(0.5F);
    const auto codec = sample.a_law ? audio::Codec::pcma : audio::Codec::pcmu;
    for (const auto value : sound) {
        const auto linear = std::lround(std::clamp(value, -1.0F, 0.9999F) * 32'768);
        sample.bytes.push_back(audio::encode(codec, static_cast<std::int16_t>(linear)));
    }
    sample.bytes.resize(sample.bytes.size() / 160 * 160);
    const float loss = dice_.chance(0.4F) ? 0 : dice_.between(0, 0.03F);
    for (std::size_t i = 0; i < sample.bytes.size() / 160; ++i)
        sample.lost.push_back(dice_.chance(loss));
}

std::vector<Sample> Corpus::answers(int count) {
    std::vector<Sample> all;
    for (int i = 0; i < count; ++i) {
        Sample sample;
        sample.machine = i % 2 == 1;
        sample.language = any_language();
        const float level = dice_.between(-30, -10);
        auto sound = sample.machine ? machine(sample, level) : person(sample, level);
        sound.resize(samples_of(analysed));
        add_noise(sample, sound, level);
        code(sample, sound);
        all.push_back(std::move(sample));
    }
    return all;
}

std::vector<BeepSample> Corpus::beeps(int count) {
    std::vector<BeepSample> all;
    for (int i = 0; i < count; ++i) {
        BeepSample one;
        one.sound.machine = true;
        one.sound.language = any_language();
        const float level = dice_.between(-30, -10);
        Sound sound;
        const int scene = i % 8;
        if (scene < 5) {
            one.sound.scene = "message, beep";
            sound = message(one.sound.language, level, one.beep_ends, one.hertz);
        } else if (scene == 5) {
            one.sound.scene = "speech";
            sound = at_level(greeting(true, one.sound.language), level);
        } else if (scene == 6) {
            one.sound.scene = "music";
            sound = at_level(music(12, dice_), level);
        } else {
            one.sound.scene = "ringing";
            const auto ring = ringback(dice_.between(0.8F, 2), dice_);
            const float pause = dice_.between(2, 4);
            for (int again = 0; again < 3; ++again) {
                append(sound, ring);
                append(sound, silence(pause));
            }
        }
        append(sound, silence(1.5F));
        add_noise(one.sound, sound, level);
        code(one.sound, sound);
        all.push_back(std::move(one));
    }
    return all;
}

Sound Corpus::speech(float seconds) {
    Sound sound;
    while (sound.size() < samples_of(seconds)) {
        append(sound, at_level(greeting(true, any_language()), dice_.between(-25, -12)));
        append(sound, silence(0.1F));
    }
    return sound;
}

} // namespace hatif::evaluation
