#pragma once

#include "sound.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hatif::evaluation {

/// One half of the set is tuned on, the other is only measured.
enum class Half { tune, hold };

struct Greeting {
    Half half;
    std::string language;
    bool machine;
    std::string text;
};

std::vector<Greeting> read_greetings(const std::filesystem::path& file);

/// espeak-ng's variants of a voice; those of one half speak in it only.
const std::vector<std::string>& voices(Half half);

/// Speaks with espeak-ng, a process of its own, through a telephone's band; what was said once is
/// kept as a file.
class Speaker {
public:
    explicit Speaker(std::filesystem::path kept);

    struct Way {
        std::string voice; ///< "+m3"
        int words_per_minute = 160;
        int pitch = 50;
    };

    /// Without the silence before and behind it.
    Sound say(const std::string& language, const std::string& text, const Way& way) const;

    Way any_way(Half half, Dice& dice) const;

private:
    std::filesystem::path kept_;
};

} // namespace hatif::evaluation
