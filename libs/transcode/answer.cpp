#include "transcode/answer.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace hatif::transcode {

namespace {

constexpr std::size_t longest_line = 256;
constexpr std::string_view refused = "refused ";

template <class Number>
bool read(std::string_view text, Number& into) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), into);
    return failed == std::errc{} && end == text.data() + text.size();
}

struct Head {
    Format format;
    std::size_t samples = 0;
    std::size_t points = 0;
};

std::optional<Head> read_head(std::string_view line) {
    const auto words = base::split(line, ' ');
    Head head;
    if (words.size() != 8 || words[0] != "ok" || !read(words[2], head.format.sample_rate) ||
        !read(words[3], head.format.channels) || !read(words[4], head.format.bit_depth) ||
        !read(words[5], head.format.frames) || !read(words[6], head.samples) ||
        !read(words[7], head.points)) {
        return {};
    }
    const auto container = container_of(words[1]);
    if (!container) return {};
    head.format.container = *container;
    return head;
}

bool is_possible(const Format& it) {
    const auto depth = it.bit_depth;
    return it.sample_rate >= slowest_rate && it.sample_rate <= fastest_rate && it.channels >= 1 &&
           it.channels <= most_channels &&
           (depth == 8 || depth == 16 || depth == 24 || depth == 32) && it.frames > 0 &&
           it.frames <= static_cast<std::uint64_t>(longest_recording.count()) * it.sample_rate;
}

/// Silence may have gone, but nothing was added (a filter rounds upwards).
bool fits(const Head& it) {
    constexpr std::uint64_t rounding = 64;
    return it.samples > 0 && it.samples <= most_samples &&
           it.samples <= it.format.frames * 8000 / it.format.sample_rate + rounding &&
           it.points == std::min(it.samples, most_points);
}

/// Only what may be shown to a client: the words come from a process that may be an attacker's.
std::string shown(std::string_view words) {
    std::string text;
    for (const char letter : words) text += letter >= ' ' && letter <= '~' ? letter : '?';
    return text;
}

} // namespace

std::string written(const Decoded& decoded) {
    const auto& it = decoded.format;
    std::string answer = "ok " + std::string{word_of(it.container)} + ' ' +
                         std::to_string(it.sample_rate) + ' ' + std::to_string(it.channels) + ' ' +
                         std::to_string(it.bit_depth) + ' ' + std::to_string(it.frames) + ' ' +
                         std::to_string(decoded.a_law.size()) + ' ' +
                         std::to_string(decoded.waveform.size() / 2) + '\n';
    return answer.append(decoded.a_law).append(decoded.mu_law).append(decoded.waveform);
}

std::string refusal(std::string_view why) {
    return std::string{refused}.append(why).append("\n");
}

base::Result<Decoded> read_answer(std::string_view answer) {
    const auto end = answer.substr(0, longest_line).find('\n');
    if (end == std::string_view::npos) return undecodable("the decoder gave no answer");
    const auto line = answer.substr(0, end);
    const auto content = answer.substr(end + 1);
    if (line.substr(0, refused.size()) == refused) {
        return undecodable(shown(line.substr(refused.size())));
    }
    const auto head = read_head(line);
    if (!head || !is_possible(head->format) || !fits(*head) ||
        content.size() != 2 * head->samples + 2 * head->points ||
        !is_waveform(content.substr(2 * head->samples))) {
        return undecodable("the decoder's answer makes no sense");
    }
    return Decoded{head->format, std::string{content.substr(0, head->samples)},
                   std::string{content.substr(head->samples, head->samples)},
                   std::string{content.substr(2 * head->samples)}};
}

tl::unexpected<base::Error> undecodable(std::string_view why) {
    return base::fail(base::Errc::unprocessable,
                      std::string{"the file cannot be used as audio: "}.append(why),
                      "AUDIO_UNDECODABLE");
}

} // namespace hatif::transcode
