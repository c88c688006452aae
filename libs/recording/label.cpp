#include "recording/label.hpp"

#include <charconv>

namespace hatif::recording {

namespace {

constexpr std::string_view title = "hatif-recording";
constexpr std::string_view version = "1";

/// "word value\n", taken off the front; none when the word is another one.
std::optional<std::string_view> take(std::string_view& text, std::string_view word) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = text.substr(0, end);
    if (!line.starts_with(word) || line.substr(word.size(), 1) != " ") return std::nullopt;
    text.remove_prefix(end + 1);
    return line.substr(word.size() + 1);
}

template <class Number>
std::optional<Number> number(const std::optional<std::string_view>& text) {
    if (!text) return std::nullopt;
    Number value{};
    const auto* end = text->data() + text->size();
    const auto [stop, failed] = std::from_chars(text->data(), end, value);
    if (failed != std::errc{} || stop != end) return std::nullopt;
    return value;
}

} // namespace

std::string to_text(const Label& label) {
    std::string text;
    const auto line = [&](std::string_view word, std::string_view value) {
        text.append(word).append(" ").append(value).append("\n");
    };
    line(title, version);
    line("id", label.id.to_string());
    line("key", label.key.value());
    line("channels", std::to_string(label.channels));
    line("began_at", std::to_string(label.began_at.time_since_epoch().count()));
    line("about", std::to_string(label.about.size())); // its bytes are all that follows
    return text + label.about;
}

std::optional<Label> parse_label(std::string_view text) {
    if (take(text, title) != version) return std::nullopt;
    const auto id = base::Uuid::parse(take(text, "id").value_or(""));
    const auto key = objects::ObjectKey::parse(take(text, "key").value_or(""));
    const auto channels = number<std::uint32_t>(take(text, "channels"));
    const auto began_at = number<std::int64_t>(take(text, "began_at"));
    const auto size = number<std::size_t>(take(text, "about"));
    if (!id || !key || !began_at || size != text.size()) return std::nullopt;
    if (channels != 1U && channels != 2U) return std::nullopt;
    return Label{.id = *id,
                 .key = *key,
                 .channels = *channels,
                 .began_at = base::Instant{base::Duration{*began_at}},
                 .about = std::string{text}};
}

} // namespace hatif::recording
