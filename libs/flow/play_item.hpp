#pragma once

#include "flow/operand.hpp"
#include "flow/words.hpp"
#include "speech/date.hpp"
#include "speech/language.hpp"
#include "speech/number.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a flow's author wrote to be said, in order.
namespace hatif::flow {

/// A recording; or one by language, and then the contact's own is taken.
struct AudioItem {
    PromptId audio{""}; ///< empty: there are only those by language
    std::map<speech::Language, PromptId> by_language{};

    bool operator==(const AudioItem&) const = default;
};

/// In which language, and from which recorded words, something is said.
struct Voice {
    std::optional<speech::Language> language{}; ///< none: the contact's own
    std::optional<DictionaryId> dictionary{};   ///< none: the built-in one of the language
    std::map<speech::Language, DictionaryId> by_language{};

    bool operator==(const Voice&) const = default;
};

// clang-format off

struct NumberItem { Operand value; speech::NumberMode mode; Voice voice; bool operator==(const NumberItem&) const = default; };
struct DateItem   { Operand value; speech::DateMode mode;   Voice voice; bool operator==(const DateItem&)   const = default; };
/// The value's text is the key.
struct WordItem   { Operand value;                          Voice voice; bool operator==(const WordItem&)   const = default; };

// clang-format on

/// The value's text, spoken by a voice engine.
struct TextItem {
    Operand value;
    std::optional<speech::Language> language{}; ///< none: the contact's own
    std::string voice{};                        ///< the engine's name of one

    bool operator==(const TextItem&) const = default;
};

using PlayItem = std::variant<AudioItem, NumberItem, DateItem, WordItem, TextItem>;
using PlayItems = std::vector<PlayItem>;

/// The dictionary that the platform has of this language's words, when no other is named.
DictionaryId built_in(speech::Language language);

/// Null: the item takes no words from a dictionary.
const Voice* voice_of(const PlayItem& item);
/// Null: the item is a recording.
const Operand* value_of(const PlayItem& item);

/// The items of these recordings.
PlayItems recordings(const std::vector<PromptId>& audios);

} // namespace hatif::flow
