#include "speech/lexicon.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <unordered_map>

namespace hatif::speech {

namespace {

using Words = std::unordered_map<std::string_view, std::string_view>;

Words by_key(std::span<const Entry> entries) {
    Words words;
    for (const auto& [key, text] : entries) words.emplace(key, text);
    return words;
}

const Words& lexicon_of(Language language) {
    static const Words arabic = by_key(arabic_words);
    static const Words french = by_key(french_words);
    static const Words english = by_key(english_words);
    switch (language) {
    case Language::ar:
        return arabic;
    case Language::fr:
        return french;
    case Language::en:
        break;
    }
    return english;
}

} // namespace

std::optional<std::string_view> words_of(Language language, std::string_view key) {
    const auto& words = lexicon_of(language);
    const auto it = words.find(key);
    if (it == words.end()) return std::nullopt;
    return it->second;
}

std::string own_words(std::string_view key) {
    std::string words = base::healed(key);
    std::replace_if(
        words.begin(), words.end(),
        [](char c) { return c == '_' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return words;
}

} // namespace hatif::speech
