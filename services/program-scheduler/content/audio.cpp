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

std::vector<std::string> read_tags(const std::vector<std::string>& sent, FieldCheck& check) {
    std::vector<std::string> tags;
    for (const auto& list : sent) {
        for (const auto part : base::split(list, ',')) {
            if (tags.size() > most_tags) break; // a request may carry a million
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

base::Result<AudioWords>
changed(AudioWords words, const AudioWordsSent& sent, const std::string& file_name) {
    FieldCheck check;
    if (sent.title) words.title = check.optional("title", sent.title, title_length).value_or("");
    if (words.title.empty()) words.title = file_name;
    if (sent.description) {
        words.description = check.optional("description", sent.description, description_length);
    }
    if (sent.usage_type) words.usage_type = read_usage(sent.usage_type, check);
    if (sent.tags) words.tags = read_tags(*sent.tags, check);
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return words;
}

base::Result<AudioFilter> read_filter(const std::optional<std::string>& usage_type,
                                      const std::vector<std::string>& tags) {
    FieldCheck check;
    AudioFilter filter{.usage_type = read_usage(usage_type, check), .tags = read_tags(tags, check)};
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return filter;
}

} // namespace hatif::program_scheduler
