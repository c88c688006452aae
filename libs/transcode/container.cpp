#include "transcode/container.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace hatif::transcode {

namespace {

constexpr std::array<std::string_view, 4> words{"wav", "mpeg", "ogg", "flac"};

// Taggers leave one, seldom two.
constexpr int most_tags = 8;

std::uint32_t byte(std::string_view bytes, std::size_t index) {
    return static_cast<unsigned char>(bytes[index]);
}

/// The whole length of an ID3v2 tag: seven bits a byte, so that none looks like a frame.
std::uint64_t tag_size(std::string_view head) {
    std::uint64_t size = 0;
    for (std::size_t index = 6; index < 10; ++index) size = size << 7 | (byte(head, index) & 0x7F);
    const bool has_footer = (byte(head, 5) & 0x10) != 0;
    return 10 + size + (has_footer ? 10 : 0);
}

/// Eleven bits of synchronisation, and no member that the standard keeps free. AAC has layer 0.
bool is_mpeg_frame(std::string_view head) {
    return byte(head, 0) == 0xFF && (byte(head, 1) & 0xE0) == 0xE0 &&
           (byte(head, 1) & 0x18) != 0x08 && (byte(head, 1) & 0x06) != 0 &&
           (byte(head, 2) & 0xF0) != 0xF0 && (byte(head, 2) & 0x0C) != 0x0C;
}

} // namespace

std::string_view word_of(Container container) {
    return words[static_cast<std::size_t>(container)];
}

std::optional<Container> container_of(std::string_view word) {
    const auto* const found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return {};
    return static_cast<Container>(found - words.begin());
}

std::optional<Beginning> beginning_of(const Bytes& bytes) {
    std::uint64_t offset = 0;
    for (int tag = 0; tag <= most_tags; ++tag) {
        const auto head = bytes(offset, 12);
        if (head.size() < 12) return {};
        if (head.starts_with("ID3")) {
            offset += tag_size(head);
        } else if (head.starts_with("RIFF") && head.substr(8) == "WAVE") {
            return Beginning{Container::wav, offset};
        } else if (head.starts_with("OggS")) {
            return Beginning{Container::ogg, offset};
        } else if (head.starts_with("fLaC")) {
            return Beginning{Container::flac, offset};
        } else if (is_mpeg_frame(head)) {
            return Beginning{Container::mpeg, offset};
        } else {
            return {};
        }
    }
    return {};
}

} // namespace hatif::transcode
