#include "program_scheduler/content/dictionary.hpp"

#include "base/text.hpp"
#include "program_scheduler/content/field_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace hatif::program_scheduler {

namespace {

constexpr Length name_length{1, 255};
constexpr Length key_length{1, 64};
constexpr std::array<std::string_view, 3> languages{"ar", "fr", "en"};

std::string read_language(const std::optional<std::string>& sent, FieldCheck& check) {
    if (!sent) {
        check.refuse("language", "is required");
    } else if (std::find(languages.begin(), languages.end(), *sent) == languages.end()) {
        check.refuse("language", "must be one of ar, fr, en");
    } else {
        return *sent;
    }
    return {};
}

bool is_control(char letter) {
    return (letter >= 0 && letter < ' ') || letter == '\x7F';
}

/// As a path it would lead somewhere else: keys stand in the paths of requests, and clients name
/// the files of their recordings by them. "1/2" is a word like any other.
bool leads_away(std::string_view key) {
    const auto parts = base::split(key, '/');
    return key.find('\\') != std::string_view::npos ||
           std::any_of(parts.begin(), parts.end(), [](std::string_view part) {
               return part.empty() || part == "." || part == "..";
           });
}

} // namespace

base::Result<DictionaryWords> read_dictionary_words(const std::optional<std::string>& name,
                                                    const std::optional<std::string>& language) {
    FieldCheck check;
    DictionaryWords words{.name = check.required("name", name, name_length),
                          .language = read_language(language, check)};
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return words;
}

base::Result<std::string> read_key(const std::optional<std::string>& sent) {
    FieldCheck check;
    auto key = check.required("key", sent, key_length);
    if (std::any_of(key.begin(), key.end(), is_control)) {
        check.refuse("key", "must be letters, digits and signs that can be seen");
    }
    if (leads_away(key)) check.refuse("key", "must be a word, not a path such as ../x, /x or a\\b");
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return key;
}

base::Result<void> require_own(const Dictionary& dictionary) {
    if (!dictionary.is_system) return {};
    return base::fail(base::Errc::conflict,
                      "the dictionary belongs to the platform: it can be spoken with, not changed",
                      "DICTIONARY_IS_SYSTEM");
}

base::Result<void> require_room(std::uint32_t entries) {
    if (entries < most_entries) return {};
    return base::fail(base::Errc::conflict,
                      "a dictionary has at most " + std::to_string(most_entries) + " entries",
                      "CONFLICT");
}

} // namespace hatif::program_scheduler
