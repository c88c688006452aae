#include "flow/stay.hpp"

#include "base/overloaded.hpp"
#include "base/text.hpp"
#include "flow/limits.hpp"
#include "flow/speak.hpp"

#include <algorithm>

namespace hatif::flow {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr auto before_a_text = 2s;
constexpr auto character_of_a_text = 200ms;
constexpr auto tone_before_recording = 1s;
constexpr int most_keys = 60; // of a date, an amount or an ordinal, in any language

constexpr Stay unknown{0ms, false};

Stay times(int count, Stay stay) {
    return {stay.known * count, stay.whole};
}

Stay longer_of(Stay one, Stay other) {
    return {std::max(one.known, other.known), one.whole && other.whole};
}

Stay length_of(const AudioItem& item, const Known& known) {
    const auto one = [&](const PromptId& id) {
        const auto it = known.audio_lengths.find(id);
        return it == known.audio_lengths.end() ? unknown : Stay{it->second};
    };
    Stay all = item.audio.value().empty() ? Stay{} : one(item.audio);
    for (const auto& [language, id] : item.by_language) all = longer_of(all, one(id));
    return all;
}

/// One word of the dictionary that the voice takes in this language.
Stay word_of(const Voice& voice, speech::Language language, const Known& known) {
    const auto own = voice.by_language.find(language);
    const auto id = own != voice.by_language.end() ? own->second
                    : voice.dictionary             ? *voice.dictionary
                                                   : built_in(language);
    if (!known.dictionaries) return unknown;
    const auto it = known.dictionaries->find(id);
    const bool tells = it != known.dictionaries->end() && it->second.longest_word;
    return tells ? Stay{*it->second.longest_word} : unknown;
}

std::optional<std::string> written(const Operand& operand) {
    const auto* value = std::get_if<Value>(&operand);
    if (value == nullptr) return std::nullopt;
    return sayable(*value);
}

/// `keys_in` says how many keys there are in a language; nothing: nobody knows.
template <class KeysIn>
Stay words_of(const Voice& voice, const Known& known, KeysIn keys_in) {
    Stay all;
    for (const auto language : speech::languages) {
        if (voice.language && *voice.language != language) continue;
        const std::optional<int> keys = keys_in(language);
        all = longer_of(all, keys ? times(*keys, word_of(voice, language, known)) : unknown);
    }
    return all;
}

/// Of keys that cannot be made there are none: the node leaves by its error then.
std::optional<int> count_of(const base::Result<speech::Keys>& keys) {
    return keys ? static_cast<int>(keys->size()) : 0;
}

Stay length_of(const NumberItem& item, const Known& known) {
    return words_of(item.voice, known, [&](speech::Language language) -> std::optional<int> {
        const auto text = written(item.value);
        if (text) return count_of(say_number(language, item.mode, *text, known.currency));
        const bool has_bound =
            item.mode == speech::NumberMode::currency || item.mode == speech::NumberMode::ordinal;
        return has_bound ? std::optional{most_keys} : std::nullopt;
    });
}

Stay length_of(const DateItem& item, const Known& known) {
    return words_of(item.voice, known, [&](speech::Language language) {
        const auto text = written(item.value);
        return text ? count_of(say_date(language, item.mode, *text)) : std::optional{most_keys};
    });
}

Stay length_of(const WordItem& item, const Known& known) {
    return words_of(item.voice, known, [](speech::Language) { return std::optional{1}; });
}

Stay length_of(const TextItem& item, const Known&) {
    const auto text = written(item.value);
    if (!text) return unknown;
    const auto characters = static_cast<int>(base::length_in_characters(*text));
    return {before_a_text + characters * character_of_a_text};
}

Stay length_of(const PlayItems& items, const Known& known) {
    Stay all;
    for (const auto& item : items) {
        all += std::visit([&](const auto& it) { return length_of(it, known); }, item);
    }
    return all;
}

Stay stay_in(const PlayNode& node, const Known& known) {
    return times(node.repeat, length_of(node.items, known));
}

Stay stay_in(const DtmfNode& node, const Known& known) {
    Stay one = length_of(node.prompt, known);
    one.known += node.timeout;
    if (node.several) one.known += static_cast<int>(node.several->most - 1) * node.several->between;
    Stay all = times(node.max_retries + 1, one);
    all += times(node.max_retries, length_of(node.invalid_prompt, known));
    return all;
}

} // namespace

Stay longest_stay(const Kind& kind, const Known& known) {
    const auto table = base::overloaded{
        [](const DialNode& it) { return Stay{it.timeout}; },
        [](const AnswerNode&) { return Stay{longest_taking}; },
        [&](const PlayNode& it) { return stay_in(it, known); },
        [&](const SayNode& it) { return stay_in(it.play, known); },
        [&](const DtmfNode& it) { return stay_in(it, known); },
        [](const RecordNode& it) {
            return Stay{it.max_duration + (it.beep ? tone_before_recording : 0s)};
        },
        [](const TransferNode& it) { return Stay{it.timeout}; },
        [](const HttpRequestNode& it) { return Stay{it.timeout}; },
        [](const auto&) { return Stay{}; }, // left at once
    };
    return std::visit(table, kind);
}

} // namespace hatif::flow
