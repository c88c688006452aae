#include "voice/wav_lengths.hpp"

#include "transcode/wav_header.hpp"

#include <algorithm>
#include <cstdint>

namespace hatif::voice {

namespace {

constexpr std::size_t size_of_length = 4;
constexpr std::size_t riff_length_at = 4; // of all that comes after it

void put_length(std::string& wav, std::size_t at) {
    auto left = static_cast<std::uint32_t>(wav.size() - at - size_of_length);
    for (std::size_t i = 0; i < size_of_length; ++i, left >>= 8U) {
        wav[at + i] = static_cast<char>(left & 0xFFU);
    }
}

} // namespace

std::string with_true_lengths(std::string wav) {
    const auto header = transcode::read_wav_header([&](std::uint64_t offset, std::size_t size) {
        return wav.substr(std::min<std::uint64_t>(offset, wav.size()), size);
    });
    if (!header || !header->claims_no_length() || wav.size() > UINT32_MAX) return wav;
    if (header->data_offset > wav.size()) return wav;
    put_length(wav, riff_length_at);
    put_length(wav, header->data_offset - size_of_length);
    return wav;
}

} // namespace hatif::voice
