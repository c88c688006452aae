#include "transcode/wholeness.hpp"

#include <string_view>

namespace hatif::transcode {

namespace {

constexpr std::size_t page_head = 27;
constexpr std::size_t most_segments = 255;
// Ten minutes have a few thousand; a file of empty pages is not worth the walk.
constexpr int most_pages = 100'000;

std::uint32_t byte(std::string_view bytes, std::size_t index) {
    return static_cast<unsigned char>(bytes[index]);
}

std::uint32_t big_endian(std::string_view four) {
    return byte(four, 0) << 24 | byte(four, 1) << 16 | byte(four, 2) << 8 | byte(four, 3);
}

/// Between a frame's head and its Xing: what layer III needs to know of its granules.
std::size_t side_information(std::string_view frame) {
    const bool is_version_1 = (byte(frame, 1) & 0x08) != 0;
    const bool is_mono = (byte(frame, 3) & 0xC0) == 0xC0;
    if (is_version_1) return is_mono ? 17 : 32;
    return is_mono ? 9 : 17;
}

} // namespace

bool mpeg_cut_off(const Bytes& bytes, std::uint64_t offset, std::uint64_t file_size) {
    constexpr std::uint32_t has_frames = 1;
    constexpr std::uint32_t has_bytes = 2;
    const auto frame = bytes(offset, 64);
    if (frame.size() < 64) return false;
    const auto told = std::string_view{frame}.substr(4 + side_information(frame));
    if (!told.starts_with("Xing") && !told.starts_with("Info")) return false;
    const auto flags = big_endian(told.substr(4));
    if ((flags & has_bytes) == 0) return false;
    const auto claimed = big_endian(told.substr((flags & has_frames) != 0 ? 12 : 8));
    return offset + claimed > file_size;
}

bool ogg_cut_off(const Bytes& bytes, std::uint64_t offset, std::uint64_t file_size) {
    for (int page = 0; page < most_pages && offset < file_size; ++page) {
        const auto head = bytes(offset, page_head + most_segments);
        if (!std::string_view{"OggS"}.starts_with(std::string_view{head}.substr(0, 4)))
            return false;
        if (head.size() < page_head) return true;
        const std::size_t segments = byte(head, page_head - 1);
        if (head.size() < page_head + segments) return true;
        offset += page_head + segments;
        for (std::size_t at = 0; at < segments; ++at) offset += byte(head, page_head + at);
    }
    return offset > file_size;
}

} // namespace hatif::transcode
