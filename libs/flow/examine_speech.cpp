#include "flow/examine_speech.hpp"

#include "base/text.hpp"
#include "flow/references.hpp"
#include "flow/speak.hpp"
#include "speech/currency.hpp"
#include "speech/plain_text.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace hatif::flow {

namespace {

using speech::Language;

constexpr std::size_t longest_text = 2'000; // characters, as the engine has it

/// One item, and where it and its value stand.
struct Place {
    const Node& node;
    const PlayItem& item;
    std::string path;
    std::string value;
};

/// What the items of a graph are examined against, and what is found.
struct Examination {
    const Known& known;
    Problems& found;
    std::map<Language, std::set<std::string>> built_in{}; // of the languages that were asked for

    /// The words that the platform's own dictionary of a language has: what another one lacks is
    /// taken from there. Computed once for all items.
    const std::set<std::string>& built_in_words(Language language) {
        const auto [it, is_new] = built_in.try_emplace(language);
        if (is_new) it->second = speech::every_key(language, {known.currency});
        return it->second;
    }
};

/// A value written in the graph that can never be said is an error at once.
void check_literal(const Place& at, const Known& known, Problems& found) {
    const auto* operand = value_of(at.item);
    const auto* value = operand == nullptr ? nullptr : std::get_if<Value>(operand);
    if (value == nullptr) return;
    const std::string text = sayable(*value);
    base::Result<speech::Keys> said{speech::Keys{}};
    if (text.empty()) {
        said = base::fail(base::Errc::invalid, "there is nothing to be said", "value_missing");
    } else if (const auto* number = std::get_if<NumberItem>(&at.item)) {
        said = speech::say_number(Language::en, number->mode, text, known.currency);
    } else if (const auto* date = std::get_if<DateItem>(&at.item)) {
        said = speech::say_date(Language::en, date->mode, text);
    } else if (std::holds_alternative<TextItem>(at.item) &&
               base::length_in_characters(text) > longest_text) {
        said =
            base::fail(base::Errc::invalid,
                       fmt::format("a text to be spoken has at most {} characters", longest_text),
                       "too_much_to_say");
    }
    if (!said) found.error(at.node.id, said.error().reason, said.error().what, at.value);
}

/// Warns of a dictionary that cannot say the item: it is in another language, or the word that is
/// written there is neither in it nor among the platform's own.
void check_words(const Place& at,
                 Language language,
                 const DictionaryId& id,
                 Examination& examination) {
    const auto& known = *examination.known.dictionaries;
    auto& found = examination.found;
    const auto it = known.find(id);
    if (it == known.end()) return; // an error of its own, or the built-in one
    const auto& dictionary = it->second;
    if (dictionary.language != speech::to_string(language)) {
        found.warn(at.node.id, "language_cannot_say_item",
                   fmt::format("the item is in {}, and dictionary '{}' in {}",
                               speech::to_string(language), id.value(), dictionary.language),
                   at.path);
        return;
    }
    const auto* word = std::get_if<WordItem>(&at.item);
    const auto* written = word == nullptr ? nullptr : std::get_if<Value>(&word->value);
    if (written == nullptr) return;
    const std::string key = sayable(*written);
    if (key.empty() || dictionary.keys.contains(key)) return;
    if (examination.built_in_words(language).contains(key)) return;
    found.warn(at.node.id, "language_cannot_say_item",
               fmt::format("neither dictionary '{}' nor the built-in one has a recording of '{}'",
                           id.value(), key),
               at.path);
}

/// Each language in which the item may be said, with the dictionary that it then takes.
std::map<Language, DictionaryId> tongues_of(const Voice& voice) {
    std::map<Language, DictionaryId> all;
    for (const auto language : speech::languages) {
        if (voice.language && *voice.language != language) continue;
        const auto own = voice.by_language.find(language);
        all.emplace(language, own != voice.by_language.end()
                                  ? own->second
                                  : voice.dictionary.value_or(built_in(language)));
    }
    return all;
}

void check_voice(const Place& at, const Voice& voice, Examination& examination) {
    const auto& known = examination.known;
    const bool amount = std::holds_alternative<NumberItem>(at.item) &&
                        std::get<NumberItem>(at.item).mode == speech::NumberMode::currency;
    if (amount && !speech::is_currency(known.currency)) {
        examination.found.warn(at.node.id, "language_cannot_say_item",
                               fmt::format("amounts cannot be said in {}", known.currency),
                               at.path);
    }
    if (!known.dictionaries) return;
    for (const auto& [language, dictionary] : tongues_of(voice)) {
        check_words(at, language, dictionary, examination);
    }
}

void check_references(const Place& at, const Known& known, Problems& found) {
    const auto names = references_of(at.item);
    for (const auto& id : names.audio_ids) {
        if (!known.audio || known.audio->contains(id)) continue;
        found.error(at.node.id, "unknown_audio", fmt::format("there is no audio '{}'", id.value()),
                    pointer(at.path, "audioId"));
    }
    for (const auto& id : names.dictionary_ids) {
        if (!known.dictionaries || known.dictionaries->contains(id)) continue;
        found.error(at.node.id, "unknown_dictionary",
                    fmt::format("there is no dictionary '{}'", id.value()),
                    pointer(at.path, "dictionaryId"));
    }
}

} // namespace

void examine_speech(const Graph& graph, const Known& known, Problems& found) {
    Examination examination{known, found};
    for (const auto& node : graph.nodes) {
        const bool says = std::holds_alternative<SayNode>(node.kind); // its one text is no list
        for (const auto& [items, member] : spoken_by(node.kind)) {
            const std::string list = pointer(pointer(node.path, "config"), member);
            for (std::size_t i = 0; i < items.size(); ++i) {
                const auto path = says ? list : pointer(list, i);
                const bool whole = says || std::holds_alternative<WordItem>(items[i]);
                const Place at{node, items[i], path, whole ? path : pointer(path, "value")};
                check_references(at, known, found);
                check_literal(at, known, found);
                const auto* voice = voice_of(items[i]);
                if (voice != nullptr) check_voice(at, *voice, examination);
            }
        }
    }
}

} // namespace hatif::flow
