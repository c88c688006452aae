#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace hatif::speech {

/// The languages that numbers and dates are said in.
enum class Language { ar, fr, en };

inline constexpr std::array languages{Language::ar, Language::fr, Language::en};

/// "ar", "fr", "en".
std::string_view to_string(Language language);
std::optional<Language> language_named(std::string_view text);

} // namespace hatif::speech
