#include "flow/speak.hpp"

#include "base/overloaded.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace hatif::flow {

namespace {

using speech::Language;

constexpr std::size_t most_pieces = 1'000;

std::optional<Language> language_of_contact(Reading& reading) {
    const auto found = reading.look({ValueSource::Kind::contact_field, "language"});
    if (!found) return std::nullopt;
    return speech::language_named(to_text(found->value));
}

PromptId recording_of(const AudioItem& item, Reading& reading) {
    if (item.by_language.empty()) return item.audio;
    const auto language = language_of_contact(reading);
    const auto it = language ? item.by_language.find(*language) : item.by_language.end();
    if (it != item.by_language.end()) return it->second;
    return item.audio.value().empty() ? item.by_language.begin()->second : item.audio;
}

OrFault<Language> language_of(const Voice& voice, Reading& reading) {
    if (voice.language) return *voice.language;
    if (const auto own = language_of_contact(reading)) return *own;
    if (!voice.by_language.empty()) return voice.by_language.begin()->first;
    return fault("language_unknown", "the contact has no language to speak in");
}

/// The keys of one item, as pieces out of the dictionary that its voice takes.
OrFault<Pieces>
recorded(const Voice& voice, Language language, const speech::Keys& keys, bool secret) {
    const auto own = voice.by_language.find(language);
    const auto dictionary = own != voice.by_language.end() ? own->second
                            : voice.dictionary             ? *voice.dictionary
                                                           : built_in(language);
    Pieces pieces;
    for (const auto& key : keys) pieces.emplace_back(SpokenKey{dictionary, key, language, secret});
    return pieces;
}

/// `say` makes keys of the value's text in the language of the voice.
template <class Say>
OrFault<Pieces> spoken(const Operand& operand, const Voice& voice, Reading& reading, Say say) {
    const auto value = reading.value(operand);
    if (!value) return tl::unexpected{value.error()};
    const std::string text = sayable(value->value);
    if (text.empty()) return fault("value_missing", "the value to be said is not there");
    const auto language = language_of(voice, reading);
    if (!language) return tl::unexpected{language.error()};
    const base::Result<speech::Keys> keys = say(*language, text);
    if (!keys) return fault(keys.error().reason, keys.error().what);
    return recorded(voice, *language, *keys, value->secret);
}

OrFault<Pieces> text_of(const TextItem& item, Reading& reading) {
    const auto value = reading.value(item.value);
    if (!value) return tl::unexpected{value.error()};
    std::string text = sayable(value->value);
    if (base::trimmed(text).empty()) {
        return fault("value_missing", "there is no text to be said");
    }
    if (base::length_in_characters(text) > longest_spoken_text) {
        return fault("too_much_to_say", fmt::format("a text to be spoken has at most {} characters",
                                                    longest_spoken_text));
    }
    const auto language =
        item.language ? OrFault<Language>{*item.language} : language_of({}, reading);
    if (!language) return tl::unexpected{language.error()};
    return Pieces{SpokenText{std::move(text), *language, item.voice, value->secret}};
}

OrFault<Pieces> pieces_of(const PlayItem& item, Reading& reading) {
    const auto table = base::overloaded{
        [&](const AudioItem& it) -> OrFault<Pieces> { return Pieces{recording_of(it, reading)}; },
        [&](const NumberItem& it) {
            return spoken(it.value, it.voice, reading, [&](Language language, const auto& text) {
                const bool amount = it.mode == speech::NumberMode::currency;
                return speech::say_number(language, it.mode, text,
                                          amount ? reading.currency() : std::string{});
            });
        },
        [&](const DateItem& it) {
            return spoken(it.value, it.voice, reading, [&](Language language, const auto& text) {
                return speech::say_date(language, it.mode, text);
            });
        },
        [&](const WordItem& it) {
            return spoken(it.value, it.voice, reading, [](Language, const auto& text) {
                return base::Result<speech::Keys>{speech::Keys{text}};
            });
        },
        [&](const TextItem& it) { return text_of(it, reading); },
    };
    return std::visit(table, item);
}

} // namespace

std::string sayable(const Value& value) {
    const auto* number = std::get_if<double>(&value);
    if (number == nullptr || std::abs(*number) >= 1e-4) return to_text(value);
    std::string text = fmt::format("{:.6f}", *number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') return "0"; // nothing is left, and no sign either
    return text;
}

OrFault<Pieces> pieces_of(const PlayItems& items, Reading& reading) {
    Pieces all;
    for (const auto& item : items) {
        auto pieces = pieces_of(item, reading);
        if (!pieces) return pieces;
        all.insert(all.end(), std::make_move_iterator(pieces->begin()),
                   std::make_move_iterator(pieces->end()));
        if (all.size() > most_pieces) {
            return fault("too_much_to_say", "all of it would take too long to say");
        }
    }
    return all;
}

} // namespace hatif::flow
