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
    std::optional<DictionaryId> dictionary{};   ///< none: that of the language
    std::map<speech::Language, DictionaryId> by_language{};

    bool operator==(const Voice&) const = default;
};

// clang-format off

struct NumberItem { Operand value; speech::NumberMode mode; Voice voice; bool operator==(const NumberItem&) const = default; };
struct DateItem   { Operand value; speech::DateMode mode;   Voice voice; bool operator==(const DateItem&)   const = default; };
/// The value's text is the key.
struct WordItem   { Operand value;                          Voice voice; bool operator==(const WordItem&)   const = default; };

// clang-format on

using PlayItem = std::variant<AudioItem, NumberItem, DateItem, WordItem>;
using PlayItems = std::vector<PlayItem>;

/// Null: the item is a recording.
const Voice* voice_of(const PlayItem& item);
const Operand* value_of(const PlayItem& item);

/// The items of these recordings.
PlayItems recordings(const std::vector<PromptId>& audios);

} // namespace hatif::flow
