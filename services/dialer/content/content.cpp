#include "dialer/content/content.hpp"

#include "flow/play_item.hpp"

#include <fmt/format.h>

namespace hatif::dialer {

namespace {

using Found = tl::expected<media::SharedPrompt, flow::Fault>;

Found fault(std::string code, std::string what) {
    return tl::unexpected{flow::Fault{std::move(code), std::move(what)}};
}

/// Null: there is no built-in one here, or it lacks the word too.
media::SharedPrompt built_in_word(const Content& content, const flow::SpokenKey& word) {
    const auto dictionary = content.dictionaries.find(flow::built_in(word.language));
    if (dictionary == content.dictionaries.end()) return nullptr;
    const auto it = dictionary->second->recordings.find(word.key);
    return it == dictionary->second->recordings.end() ? nullptr : it->second;
}

Found recording_of(const Content& content, const flow::SpokenKey& word) {
    const auto& id = word.dictionary.value();
    const auto dictionary = content.dictionaries.find(word.dictionary);
    if (dictionary == content.dictionaries.end()) {
        return fault("dictionary_not_found", fmt::format("there is no dictionary {}", id));
    }
    const auto& [language, recordings] = *dictionary->second;
    if (language != speech::to_string(word.language)) {
        return fault("dictionary_language",
                     fmt::format("dictionary {} is in {}, not {}", id, language,
                                 speech::to_string(word.language)));
    }
    const auto it = recordings.find(word.key);
    if (it != recordings.end()) return it->second;
    if (auto built_in = built_in_word(content, word)) return built_in;
    return fault("dictionary_key_missing",
                 fmt::format("dictionary {} has no recording of '{}'", id,
                             word.secret ? flow::masked : std::string_view{word.key}));
}

} // namespace

Found recording_of(const Content& content, const flow::Piece& piece) {
    if (const auto* word = std::get_if<flow::SpokenKey>(&piece)) {
        return recording_of(content, *word);
    }
    const auto* id = std::get_if<flow::PromptId>(&piece);
    if (id == nullptr) return fault("voice_unavailable", "a text has no recording");
    const auto it = content.prompts.find(*id);
    if (it != content.prompts.end()) return it->second;
    return fault("audio_not_found", "there is no audio " + id->value());
}

} // namespace hatif::dialer
