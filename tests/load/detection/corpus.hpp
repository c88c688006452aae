#pragma once

#include "speech.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hatif::evaluation {

/// One answered call, as its first seconds sound.
struct Sample {
    bool machine = false;
    std::string language;
    std::string scene;               ///< "short greeting", "late announcement"
    std::string noise;               ///< "clean", "30 dB", "babble 12 dB"
    std::vector<std::uint8_t> bytes; ///< G.711
    bool a_law = true;
    std::vector<bool> lost; ///< each 20 ms
};

/// A machine's whole message, or something like it, and where its beep ends.
struct BeepSample {
    Sample sound;
    float beep_ends = 0; ///< seconds; 0: there is none
    float hertz = 0;
};

class Corpus {
public:
    Corpus(std::vector<Greeting> greetings, const Speaker& speaker, Half half, std::uint32_t seed);

    std::vector<Sample> answers(int count);
    std::vector<BeepSample> beeps(int count);
    /// Speech without a pause, of all texts and voices of this half.
    Sound speech(float seconds);

private:
    Sound greeting(bool machine, const std::string& language);
    Sound person(Sample& sample, float level);
    Sound machine(Sample& sample, float level);
    Sound message(const std::string& language, float level, float& beep_ends, float& hertz);
    Sound babble(float seconds);
    void add_noise(Sample& sample, Sound& sound, float level);
    void code(Sample& sample, const Sound& sound);
    std::string any_language();

    std::vector<Greeting> greetings_;
    const Speaker& speaker_;
    Half half_;
    Dice dice_;
};

} // namespace hatif::evaluation
