#include "program_scheduler/content/audio.hpp"

#include "base/text.hpp"
#include "program_scheduler/content/field_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace hatif::program_scheduler {

namespace {

constexpr Length title_length{1, 255};
constexpr Length description_length{0, 500};
constexpr Length tag_length{0, 64};
constexpr std::size_t most_tags = 50;

constexpr std::array<std::string_view, 7> usage_types{
    "welcome", "goodbye", "question", "prompt", "hold_music", "notification", "other"};

/// The first so many characters of a valid UTF-8 text.
std::string shortened(std::string_view text, std::size_t characters) {
    std::size_t end = 0;
    for (std::size_t seen = 0; end < text.size(); ++end) {
        const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
        if (begins && seen++ == characters) break;
    }
    return std::string{text.substr(0, end)};
}

/// What a browser sends may be a whole path, and anything at all.
std::string file_name_of(std::string_view sent) {
    const auto name = base::trimmed(sent.substr(sent.find_last_of("/\\") + 1));
    const bool usable =
        !name.empty() && base::is_utf8(name) && name.find('\0') == std::string_view::npos;
    return usable ? shortened(name, title_length.most) : "audio.wav";
}

std::vector<std::string> read_tags(const std::vector<std::string>& sent, FieldCheck& check) {
    std::vector<std::string> tags;
    for (const auto& list : sent) {
        for (const auto part : base::split(list, ',')) {
            auto tag = check.optional("tags", std::string{part}, tag_length);
            if (tag && std::find(tags.begin(), tags.end(), *tag) == tags.end()) {
                tags.push_back(std::move(*tag));
            }
        }
    }
    if (tags.size() > most_tags) check.refuse("tags", "must be at most 50");
    return tags;
}

std::optional<std::string> read_usage(const std::optional<std::string>& sent, FieldCheck& check) {
    if (!sent || sent->empty()) return {};
    if (std::find(usage_types.begin(), usage_types.end(), *sent) != usage_types.end()) return sent;
    check.refuse("usageType", "must be one of welcome, goodbye, question, prompt, hold_music, "
                              "notification, other");
    return {};
}

} // namespace

base::Result<AudioWords> read_audio_words(const AudioWordsSent& sent) {
    FieldCheck check;
    AudioWords words;
    words.file_name = file_name_of(sent.file_name);
    words.title = check.optional("title", sent.title, title_length).value_or(words.file_name);
    words.description = check.optional("description", sent.description, description_length);
    words.usage_type = read_usage(sent.usage_type, check);
    words.tags = read_tags(sent.tags, check);
    words.content_type =
        check.optional("file", sent.content_type, description_length).value_or("audio/wav");
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return words;
}

} // namespace hatif::program_scheduler
