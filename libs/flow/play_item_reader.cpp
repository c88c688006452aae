#include "flow/config_reader.hpp"

#include "base/text.hpp"
#include "flow/speak.hpp"

#include <fmt/format.h>
#include <simdjson.h>

namespace hatif::flow {

namespace {

constexpr std::size_t most_items = 200;
constexpr std::size_t longest_voice = 64; // characters, of an engine's name of a voice

template <class Id>
std::map<speech::Language, Id> ids_of(std::map<speech::Language, std::string> texts) {
    std::map<speech::Language, Id> ids;
    for (auto& [language, text] : texts) ids.emplace(language, Id{std::move(text)});
    return ids;
}

} // namespace

std::map<speech::Language, std::string> ConfigReader::texts_by_language(std::string_view name) {
    std::map<speech::Language, std::string> texts;
    auto* members = object(name);
    if (members == nullptr) return texts;
    for (const auto language : speech::languages) {
        std::string text = members->text(speech::to_string(language));
        if (!text.empty()) texts.emplace(language, std::move(text));
    }
    return texts;
}

AudioItem ConfigReader::audio_item() {
    AudioItem item;
    item.by_language = ids_of<PromptId>(texts_by_language("audioIds"));
    const auto need = item.by_language.empty() ? Need::required : Need::optional;
    item.audio = PromptId{text("audioId", need)};
    return item;
}

Voice ConfigReader::voice() {
    Voice voice;
    voice.language = language(Need::required);
    const std::string dictionary = text("dictionaryId");
    if (!dictionary.empty()) voice.dictionary = DictionaryId{dictionary};
    voice.by_language = ids_of<DictionaryId>(texts_by_language("dictionaryIds"));
    return voice;
}

std::optional<speech::Language> ConfigReader::language(Need need) {
    const std::string written = text("language", need);
    const auto language = speech::language_named(written);
    if (!language && !written.empty() && written != "contact") {
        refuse("unknown_value", "'language' must be one of: ar, fr, en, contact",
               pointer(path(), "language"));
    }
    return language;
}

TextItem ConfigReader::text_item(std::string_view value) {
    TextItem item{operand(value), language(Need::optional),
                  text("voice", Need::optional, longest_voice)};
    const auto* literal = std::get_if<Value>(&item.value);
    if (literal != nullptr && base::length_in_characters(to_text(*literal)) > longest_spoken_text) {
        refuse("out_of_range",
               fmt::format("'{}' must have at most {} characters", value, longest_spoken_text),
               pointer(path(), value));
    }
    return item;
}

PlayItem ConfigReader::play_item() {
    const std::string type = text("type", Need::required);
    if (type == "number") {
        const auto mode = choice("mode", {"full", "digits", "ordinal", "currency"});
        return NumberItem{operand("value"), *speech::number_mode_named(mode), voice()};
    }
    if (type == "date") {
        const auto mode = choice("mode", {"full", "date", "time", "day_month"});
        return DateItem{operand("value"), *speech::date_mode_named(mode), voice()};
    }
    if (type == "word") {
        if (has("key")) return WordItem{Value{text("key", Need::required)}, voice()};
        return WordItem{operand("value"), voice()};
    }
    if (type == "audioFile") return audio_item();
    if (type == "text") return text_item("value");
    if (!type.empty()) {
        refuse("unknown_value", "'type' must be one of: audioFile, number, date, word, text",
               pointer(path(), "type"));
    }
    for (const auto* name : {"audioId", "audioIds", "value", "key", "mode", "language",
                             "dictionaryId", "dictionaryIds", "voice"}) {
        find(name, Need::optional); // they belong to the type that is refused already
    }
    return AudioItem{};
}

PlayItems ConfigReader::play_items(std::string_view name, Need need) {
    PlayItems items;
    const auto found = objects(name, need);
    if (found.size() > most_items) {
        refuse("too_many_items", fmt::format("at most {} items are said in a row", most_items),
               pointer(path(), name));
        return items;
    }
    for (auto* item : found) items.push_back(item->play_item());
    return items;
}

} // namespace hatif::flow
