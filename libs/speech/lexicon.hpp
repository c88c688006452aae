#pragma once

#include "speech/language.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The words of each key, as data: one file a language.
namespace hatif::speech {

/// A key, and how it is said by itself.
struct Entry {
    std::string_view key;
    std::string_view words; ///< Arabic: with all vowels that are heard
};

extern const std::span<const Entry> arabic_words;
extern const std::span<const Entry> french_words;
extern const std::span<const Entry> english_words;

/// Nothing: the language has no such key.
std::optional<std::string_view> words_of(Language language, std::string_view key);

/// A key that no language knows, as words: "my_word" is "my word".
std::string own_words(std::string_view key);

} // namespace hatif::speech
