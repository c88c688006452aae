#include "flow/examine_speech.hpp"

#include "base/overloaded.hpp"
#include "flow/references.hpp"
#include "flow/speak.hpp"
#include "speech/currency.hpp"
#include "speech/keys_needed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace hatif::flow {

namespace {

using speech::Language;

constexpr std::size_t keys_in_a_message = 10;

/// One item, and where it stands.
struct Place {
    const Node& node;
    const PlayItem& item;
    std::string path;
};

/// The keys that each kind of item can need, computed once for all nodes of a graph.
class Vocabulary {
public:
    explicit Vocabulary(std::string currency) : currency_{std::move(currency)} {}

    const std::set<std::string>& of(Language language, speech::NumberMode mode) {
        auto& keys = numbers_[{language, mode}];
        if (keys.empty()) keys = speech::keys_needed(language, mode, currency_);
        return keys;
    }

    const std::set<std::string>& of(Language language, speech::DateMode mode) {
        auto& keys = dates_[{language, mode}];
        if (keys.empty()) keys = speech::keys_needed(language, mode);
        return keys;
    }

    /// What an item may need. Of a value that comes with the call: all that its kind can; of a word
    /// that comes with the call, nothing.
    std::set<std::string> of(Language language, const PlayItem& item);

private:
    const std::string currency_;
    std::map<std::pair<Language, speech::NumberMode>, std::set<std::string>> numbers_;
    std::map<std::pair<Language, speech::DateMode>, std::set<std::string>> dates_;
};

std::set<std::string> Vocabulary::of(Language language, const PlayItem& item) {
    const auto written = [](const Operand& operand) -> std::optional<std::string> {
        const auto* value = std::get_if<Value>(&operand);
        if (value == nullptr) return std::nullopt;
        return sayable(*value);
    };
    const auto said = [](const base::Result<speech::Keys>& keys) {
        if (!keys) return std::set<std::string>{};
        return std::set<std::string>{keys->begin(), keys->end()};
    };
    const auto table = base::overloaded{
        [](const AudioItem&) { return std::set<std::string>{}; },
        [&](const NumberItem& it) {
            const auto text = written(it.value);
            return text ? said(speech::say_number(language, it.mode, *text, currency_))
                        : of(language, it.mode);
        },
        [&](const DateItem& it) {
            const auto text = written(it.value);
            return text ? said(speech::say_date(language, it.mode, *text)) : of(language, it.mode);
        },
        [&](const WordItem& it) {
            const auto text = written(it.value);
            return text ? std::set<std::string>{*text} : std::set<std::string>{};
        },
    };
    return std::visit(table, item);
}

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
    }
    if (said) return;
    const bool key = std::holds_alternative<WordItem>(at.item);
    found.error(at.node.id, said.error().reason, said.error().what,
                key ? at.path : pointer(at.path, "value"));
}

/// Warns of the words that one dictionary lacks for an item.
void check_words(const Place& at,
                 Language language,
                 const DictionaryId& id,
                 const Known& known,
                 Vocabulary& vocabulary,
                 Problems& found) {
    const auto it = known.dictionaries->find(id);
    if (it == known.dictionaries->end()) return; // an error of its own
    const auto& dictionary = it->second;
    if (dictionary.language != speech::to_string(language)) {
        found.warn(at.node.id, "language_cannot_say_item",
                   fmt::format("the item is in {}, and dictionary '{}' in {}",
                               speech::to_string(language), id.value(), dictionary.language),
                   at.path);
        return;
    }
    std::vector<std::string> missing;
    for (const auto& key : vocabulary.of(language, at.item)) {
        if (!dictionary.keys.contains(key)) missing.push_back(key);
    }
    if (missing.empty()) return;
    const std::size_t count = missing.size();
    missing.resize(std::min(count, keys_in_a_message));
    found.warn(at.node.id, "language_cannot_say_item",
               fmt::format("dictionary '{}' has no recording of {} keys that may be needed: {}{}",
                           id.value(), count, fmt::join(missing, ", "),
                           count > missing.size() ? ", …" : ""),
               at.path);
}

/// Each language in which the item may be said, with the dictionary that it then takes.
std::map<Language, std::optional<DictionaryId>> tongues_of(const Voice& voice) {
    std::map<Language, std::optional<DictionaryId>> all;
    for (const auto language : speech::languages) {
        if (voice.language && *voice.language != language) continue;
        const auto own = voice.by_language.find(language);
        const bool has_own = own != voice.by_language.end();
        all.emplace(language, has_own ? std::optional{own->second} : voice.dictionary);
    }
    return all;
}

void check_voice(const Place& at,
                 const Voice& voice,
                 const Known& known,
                 Vocabulary& vocabulary,
                 Problems& found) {
    const bool amount = std::holds_alternative<NumberItem>(at.item) &&
                        std::get<NumberItem>(at.item).mode == speech::NumberMode::currency;
    if (amount && !speech::is_currency(known.currency)) {
        found.warn(at.node.id, "language_cannot_say_item",
                   fmt::format("amounts cannot be said in {}", known.currency), at.path);
    }
    for (const auto& [language, dictionary] : tongues_of(voice)) {
        if (!dictionary) {
            found.warn(at.node.id, "language_cannot_say_item",
                       fmt::format("no words of {} are recorded: name a dictionary by "
                                   "dictionaryId or dictionaryIds",
                                   speech::to_string(language)),
                       at.path);
        } else if (known.dictionaries) {
            check_words(at, language, *dictionary, known, vocabulary, found);
        }
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
    Vocabulary vocabulary{known.currency};
    for (const auto& node : graph.nodes) {
        for (const auto& [items, member] : spoken_by(node.kind)) {
            const std::string list = pointer(pointer(node.path, "config"), member);
            for (std::size_t i = 0; i < items.size(); ++i) {
                const Place at{node, items[i], pointer(list, i)};
                check_references(at, known, found);
                check_literal(at, known, found);
                const auto* voice = voice_of(items[i]);
                if (voice != nullptr) check_voice(at, *voice, known, vocabulary, found);
            }
        }
    }
}

} // namespace hatif::flow
