#include "speech/plain_text.hpp"

#include "base/text.hpp"
#include "speech/currency.hpp"
#include "speech/date.hpp"
#include "speech/keys_needed.hpp"
#include "speech/lexicon.hpp"
#include "speech/number.hpp"
#include "speech/writing.hpp"

namespace hatif::speech {

namespace {

/// Cut between two characters.
std::string bounded(std::string words) {
    if (words.size() <= longest_spoken_form) return words;
    std::size_t end = longest_spoken_form;
    while ((static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) --end;
    words.resize(end);
    return words;
}

} // namespace

std::string spoken_form(Language language, std::string_view key) {
    if (const auto words = words_of(language, key)) return std::string{*words};
    return bounded(own_words(key.substr(0, 2 * longest_spoken_form)));
}

std::string plain_text(Language language, const Keys& keys) {
    switch (language) {
    case Language::ar:
        return write_arabic(keys);
    case Language::fr:
        return write_french(keys);
    case Language::en:
        break;
    }
    return write_english(keys);
}

std::set<std::string> every_key(Language language) {
    return every_key(language, currency_codes());
}

std::set<std::string> every_key(Language language,
                                const std::vector<std::string_view>& currencies) {
    std::set<std::string> all;
    for (const auto mode : {NumberMode::full, NumberMode::digits, NumberMode::ordinal}) {
        all.merge(keys_needed(language, mode));
    }
    for (const auto code : currencies) {
        all.merge(keys_needed(language, NumberMode::currency, code));
    }
    for (const auto mode : {DateMode::full, DateMode::date, DateMode::time, DateMode::day_month}) {
        all.merge(keys_needed(language, mode));
    }
    return all;
}

} // namespace hatif::speech
