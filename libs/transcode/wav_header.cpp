#include "transcode/wav_header.hpp"

#include <string_view>

namespace hatif::transcode {

namespace {

// Real files have a handful before the audio: fmt, fact, LIST, bext, JUNK.
constexpr int most_chunks = 64;

std::uint32_t little_endian(std::string_view four) {
    const auto byte = [&](std::size_t index) {
        return std::uint32_t{static_cast<unsigned char>(four[index])};
    };
    return byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
}

} // namespace

std::optional<WavHeader> read_wav_header(const Bytes& bytes) {
    const std::string riff = bytes(0, 12);
    if (riff.size() != 12 || riff.compare(0, 4, "RIFF") != 0 || riff.compare(8, 4, "WAVE") != 0) {
        return {};
    }
    std::uint64_t offset = 12;
    bool formatted = false;
    for (int chunk = 0; chunk < most_chunks; ++chunk) {
        const std::string head = bytes(offset, 8);
        if (head.size() != 8) return {};
        const auto size = little_endian(std::string_view{head}.substr(4));
        if (head.compare(0, 4, "fmt ") == 0) formatted = true;
        if (head.compare(0, 4, "data") == 0) {
            if (!formatted) return {};
            return WavHeader{offset + 8, size};
        }
        offset += 8 + std::uint64_t{size} + size % 2; // chunks begin at even places
    }
    return {};
}

} // namespace hatif::transcode
