#include "audio/prompt.hpp"

#include <array>

namespace hatif::audio {

namespace {

constexpr std::array<std::uint8_t, frame_size> filled(std::uint8_t byte) {
    std::array<std::uint8_t, frame_size> frame{};
    frame.fill(byte);
    return frame;
}

constexpr auto a_law_silence = filled(0xD5);
constexpr auto mu_law_silence = filled(0xFF);

} // namespace

Frame silence(Codec codec) {
    return codec == Codec::pcma ? Frame{a_law_silence} : Frame{mu_law_silence};
}

} // namespace hatif::audio
