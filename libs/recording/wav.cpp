#include "recording/wav.hpp"

#include <algorithm>
#include <string_view>

namespace hatif::recording {

namespace {

constexpr std::uint32_t rate = 8'000;
constexpr std::uint32_t a_law = 6;
constexpr std::uint32_t mu_law = 7;
constexpr std::uint32_t format_size = 18;
constexpr std::uint32_t fact_size = 4;
constexpr std::size_t format_at = 20;
constexpr std::size_t channels_at = 22;
constexpr std::size_t samples_at = 46;

/// Little-endian, one after the other.
class Writer {
public:
    explicit Writer(WavBytes& to) : to_{to} {}

    Writer& name(std::string_view four) {
        for (const char c : four) to_[at_++] = static_cast<std::uint8_t>(c);
        return *this;
    }
    Writer& number(std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) to_[at_++] = static_cast<std::uint8_t>(value >> (8 * i));
        return *this;
    }

private:
    WavBytes& to_;
    std::size_t at_ = 0;
};

std::uint32_t number_at(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= std::uint32_t{bytes[at + i]} << (8 * i);
    return value;
}

} // namespace

WavBytes to_bytes(const WavHeader& header) {
    WavBytes bytes{};
    const auto voice = header.samples * header.channels;
    const auto padded = voice + voice % 2;
    Writer{bytes}
        .name("RIFF")
        .number(static_cast<std::uint32_t>(wav_header_size) - 8 + padded, 4)
        .name("WAVE")
        .name("fmt ")
        .number(format_size, 4)
        .number(header.codec == audio::Codec::pcma ? a_law : mu_law, 2)
        .number(header.channels, 2)
        .number(rate, 4)
        .number(rate * header.channels, 4)
        .number(header.channels, 2) // a byte for each channel
        .number(8, 2)
        .number(0, 2)
        .name("fact")
        .number(fact_size, 4)
        .number(header.samples, 4)
        .name("data")
        .number(voice, 4);
    return bytes;
}

std::optional<WavHeader> read_wav_header(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < wav_header_size) return std::nullopt;
    const auto format = number_at(bytes, format_at, 2);
    const WavHeader header{.codec = format == a_law ? audio::Codec::pcma : audio::Codec::pcmu,
                           .channels = number_at(bytes, channels_at, 2),
                           .samples = number_at(bytes, samples_at, 4)};
    if (header.channels != 1 && header.channels != 2) return std::nullopt;
    // Whatever differs in one byte was not written by us.
    if (!std::ranges::equal(to_bytes(header), bytes.first(wav_header_size))) return std::nullopt;
    return header;
}

} // namespace hatif::recording
