#pragma once

#include "voice/voice.hpp"

#include <chrono>
#include <mutex>
#include <string>

namespace hatif::voice {

/// Speaks by the program espeak-ng (https://github.com/espeak-ng/espeak-ng), one process a text:
/// the text is its standard input, a WAV file its standard output, its environment is empty,
/// nothing else is open, and time, memory, and what it writes are bounded. As many run as ask.
///
///     language   voice, unless another is named
///     ar         ar
///     fr         fr-fr
///     en         en-us
class EspeakEngine final : public Engine {
public:
    /// `program`: its path. Whether it is there shows when it is needed.
    explicit EspeakEngine(std::string program,
                          std::chrono::milliseconds patience = std::chrono::seconds{20});

    base::Result<std::string> speak(const Utterance& utterance) override;

    /// The program's own word of its version: "espeak-ng 1.51". Asked once.
    std::string name() override;

private:
    const std::string program_;
    const std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::string name_;
};

} // namespace hatif::voice
