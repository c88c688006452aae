#pragma once

#include "transcode/bytes.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace hatif::transcode {

/// The kinds of file that are taken. `mpeg` is MP3 and its elder layers.
enum class Container { wav, mpeg, ogg, flac };

/// "wav", "mpeg", "ogg", "flac": the word that stands behind "audio/".
std::string_view word_of(Container container);
std::optional<Container> container_of(std::string_view word);

/// What the first bytes say, and where the sound begins: behind the tags (ID3v2) that stand before
/// it.
struct Beginning {
    Container container;
    std::uint64_t offset = 0;

    bool operator==(const Beginning&) const = default;
};

/// Nothing when it is none of them, whatever its name and its Content-Type are.
std::optional<Beginning> beginning_of(const Bytes& bytes);

} // namespace hatif::transcode
