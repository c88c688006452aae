#include "program_scheduler/content/recording.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace hatif::program_scheduler {

namespace {

using transcode::Container;

constexpr std::size_t longest_name = 255;

// As browsers and tools call them.
constexpr std::array<std::pair<Container, std::string_view>, 16> names{{
    {Container::wav, "audio/wav"},
    {Container::wav, "audio/x-wav"},
    {Container::wav, "audio/wave"},
    {Container::wav, "audio/vnd.wave"},
    {Container::wav, "audio/x-pn-wav"},
    {Container::mpeg, "audio/mpeg"},
    {Container::mpeg, "audio/mp3"},
    {Container::mpeg, "audio/mpeg3"},
    {Container::mpeg, "audio/x-mpeg"},
    {Container::mpeg, "audio/x-mp3"},
    {Container::mpeg, "audio/mpa"},
    {Container::ogg, "audio/ogg"},
    {Container::ogg, "audio/opus"},
    {Container::ogg, "audio/vorbis"},
    {Container::flac, "audio/flac"},
    {Container::flac, "audio/x-flac"},
}};

/// The first so many characters of a valid UTF-8 text.
std::string front_of(std::string_view text, std::size_t characters) {
    std::size_t end = 0;
    for (std::size_t seen = 0; end < text.size(); ++end) {
        const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
        if (begins && seen++ == characters) break;
    }
    return std::string{text.substr(0, end)};
}

} // namespace

std::string file_name_of(std::string_view sent) {
    const auto name = base::trimmed(sent.substr(sent.find_last_of("/\\") + 1));
    const bool usable =
        !name.empty() && base::is_utf8(name) && name.find('\0') == std::string_view::npos;
    return usable ? front_of(name, longest_name) : "audio";
}

std::string content_type_of(std::string_view sent, Container container) {
    std::string plain{base::trimmed(sent.substr(0, sent.find(';')))};
    std::transform(plain.begin(), plain.end(), plain.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    const bool names_it = std::any_of(names.begin(), names.end(), [&](const auto& known) {
        return known.first == container && known.second == plain;
    });
    return names_it ? plain : "audio/" + std::string{transcode::word_of(container)};
}

} // namespace hatif::program_scheduler
