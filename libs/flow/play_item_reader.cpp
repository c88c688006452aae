#include "flow/config_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

namespace hatif::flow {

namespace {

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
    const std::string language = text("language", Need::required);
    voice.language = speech::language_named(language);
    if (!voice.language && !language.empty() && language != "contact") {
        refuse("unknown_value", "'language' must be one of: ar, fr, en, contact",
               pointer(path(), "language"));
    }
    const std::string dictionary = text("dictionaryId");
    if (!dictionary.empty()) voice.dictionary = DictionaryId{dictionary};
    voice.by_language = ids_of<DictionaryId>(texts_by_language("dictionaryIds"));
    return voice;
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
    if (!type.empty()) {
        refuse("unknown_value", "'type' must be one of: audioFile, number, date, word",
               pointer(path(), "type"));
    }
    for (const auto* name : {"audioId", "audioIds", "value", "key", "mode", "language",
                             "dictionaryId", "dictionaryIds"}) {
        find(name, Need::optional); // they belong to the type that is refused already
    }
    return AudioItem{};
}

PlayItems ConfigReader::play_items(std::string_view name, Need need) {
    PlayItems items;
    for (auto* item : objects(name, need)) items.push_back(item->play_item());
    return items;
}

} // namespace hatif::flow
