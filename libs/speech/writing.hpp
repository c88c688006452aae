#pragma once

#include "speech/language.hpp"
#include "speech/speaker.hpp"

#include <optional>
#include <string>
#include <string_view>

/// How each language writes its keys side by side: hyphens, agreement, elision.
namespace hatif::speech {

std::string write_arabic(const Keys& keys);
std::string write_french(const Keys& keys);
std::string write_english(const Keys& keys);

/// 21 for "21", "21_feminine" and "21_ordinal"; nothing for a key that starts with no numeral.
std::optional<int> numeral_of(std::string_view key);

/// The key's words, or its own.
std::string word_for(Language language, std::string_view key);

} // namespace hatif::speech
