#pragma once

#include "base/uuid.hpp"
#include "objects/content_hash.hpp"
#include "transcode/container.hpp"
#include "transcode/treatment.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace hatif::program_scheduler {

/// What a client says of the file that it sends, and wants done to it.
struct FileSent {
    std::string name{};
    std::string content_type{};
    transcode::Treatment treatment{};
};

/// A file as it was sent, and what calls play of it.
struct Recording {
    double duration_seconds = 0;
    std::uint32_t sample_rate = 0;
    std::uint32_t channels = 0;
    std::uint32_t bit_depth = 0;
    base::Uuid file_id{};
    std::string file_name{};
    std::string content_type{};
    std::int64_t file_size = 0;
    objects::ContentHash original;
    objects::ContentHash a_law;
    objects::ContentHash mu_law;
    double played_seconds = 0; ///< of what calls play; less than the file's where it was trimmed
};

/// The last part of what may be a whole path, and anything at all; at most 255 characters, "audio"
/// when nothing of it is usable.
std::string file_name_of(std::string_view sent);

/// What was sent when that names this kind of file ("audio/mp3"), else what the content is. Never
/// anything but "audio/…": it is served from our own address.
std::string content_type_of(std::string_view sent, transcode::Container container);

} // namespace hatif::program_scheduler
