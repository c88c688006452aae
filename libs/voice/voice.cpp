#include "voice/voice.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace hatif::voice {

using base::Errc;
using base::fail;

namespace {

constexpr std::size_t longest_voice = 64;

bool is_plain(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

/// It becomes an argument of a program, and a file's name there: no path, and no option.
bool is_voice(std::string_view name) {
    if (name.empty()) return true;
    return name.size() <= longest_voice && is_plain(name.front()) &&
           std::all_of(name.begin(), name.end(), [](char letter) {
               return is_plain(letter) || letter == '+' || letter == '-' || letter == '_';
           });
}

} // namespace

base::Result<void> check(const Utterance& utterance) {
    const std::string& text = utterance.text;
    if (!base::is_utf8(text) || text.find('\0') != std::string::npos) {
        return fail(Errc::invalid, "the text is no UTF-8", "text_invalid");
    }
    if (base::trimmed(text).empty()) {
        return fail(Errc::invalid, "there is no text to be spoken", "text_invalid");
    }
    if (base::length_in_characters(text) > longest_text) {
        return fail(Errc::invalid,
                    "a text to be spoken has at most " + std::to_string(longest_text) +
                        " characters",
                    "text_too_long");
    }
    if (!is_voice(utterance.voice)) return voice_unknown(utterance.voice);
    return {};
}

tl::unexpected<base::Error> voice_unavailable(std::string_view why) {
    return fail(Errc::unavailable, std::string{why}, "voice_unavailable");
}

tl::unexpected<base::Error> voice_unknown(std::string_view voice) {
    return fail(Errc::invalid,
                "the voice engine has no voice '" + base::shortened(base::healed(voice), 64) + "'",
                "voice_unknown");
}

} // namespace hatif::voice
