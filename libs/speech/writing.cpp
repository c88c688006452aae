#include "speech/writing.hpp"

#include "speech/lexicon.hpp"

#include <charconv>

namespace hatif::speech {

std::optional<int> numeral_of(std::string_view key) {
    const auto digits = key.substr(0, key.find('_'));
    int number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
    return number;
}

std::string word_for(Language language, std::string_view key) {
    if (const auto words = words_of(language, key)) return std::string{*words};
    return own_words(key);
}

} // namespace hatif::speech
