#include "speech/writing.hpp"

// A hyphen joins tens and units: twenty-one, twenty-first. All else stands apart.
namespace hatif::speech {

namespace {

bool joined(std::string_view before, std::string_view key) {
    const auto tens = numeral_of(before);
    const auto unit = numeral_of(key);
    return tens && unit && before.find('_') == std::string_view::npos && *tens >= 20 &&
           *tens <= 90 && *unit >= 1 && *unit <= 9;
}

} // namespace

std::string write_english(const Keys& keys) {
    std::string text;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (i > 0) text += joined(keys[i - 1], keys[i]) ? '-' : ' ';
        text += word_for(Language::en, keys[i]);
    }
    return text;
}

} // namespace hatif::speech
