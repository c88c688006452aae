#include "speech/language.hpp"

namespace hatif::speech {

std::string_view to_string(Language language) {
    switch (language) {
    case Language::ar:
        return "ar";
    case Language::fr:
        return "fr";
    case Language::en:
        break;
    }
    return "en";
}

std::optional<Language> language_named(std::string_view text) {
    for (const auto language : languages) {
        if (to_string(language) == text) return language;
    }
    return std::nullopt;
}

} // namespace hatif::speech
