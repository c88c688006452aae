#include "speech/writing.hpp"

// As it is printed: without vowels but the tanwin that its alif shows; `and` is one with the word
// after it.
namespace hatif::speech {

namespace {

/// U+064C to U+0652, the vowels and signs above and below the letters, are D9 8C to D9 92 in UTF-8;
/// U+064B, which stays, is D9 8B.
std::string without_vowels(std::string_view words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == '\xD9' && i + 1 < words.size()) {
            const auto next = static_cast<unsigned char>(words[i + 1]);
            if (next >= 0x8C && next <= 0x92) {
                ++i;
                continue;
            }
            text += words[i++];
        }
        text += words[i];
    }
    return text;
}

} // namespace

std::string write_arabic(const Keys& keys) {
    std::string text;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (i > 0 && keys[i - 1] != "and") text += ' ';
        text += without_vowels(word_for(Language::ar, keys[i]));
    }
    return text;
}

} // namespace hatif::speech
