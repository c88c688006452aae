#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "program_scheduler/content/content_hash.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// What a client says of an audio.
struct AudioWords {
    std::string title{};
    std::optional<std::string> description{};
    std::optional<std::string> usage_type{}; // one of the list in the contract
    std::vector<std::string> tags{};
    std::string file_name{};
    std::string content_type{};
};

/// The same as it was sent.
struct AudioWordsSent {
    std::string file_name{};
    std::string content_type{};
    std::optional<std::string> title{};
    std::optional<std::string> description{};
    std::optional<std::string> usage_type{};
    std::vector<std::string> tags{};
};

/// Checks all of it; the title is the file's name when there is none. Tags may also come as comma
/// lists; empty ones and repeats are dropped.
base::Result<AudioWords> read_audio_words(const AudioWordsSent& sent);

/// One audio, for good: nothing but its words ever changes.
struct Audio {
    base::AudioId id;
    base::OrganizationId organization;
    AudioWords words{};
    double duration_seconds = 0;
    std::uint32_t sample_rate = 0;
    std::uint32_t channels = 0;
    std::uint32_t bit_depth = 0;
    base::Uuid file_id{};
    std::int64_t file_size = 0;
    ContentHash original;
    ContentHash a_law;
    ContentHash mu_law;
    base::Instant created_at{};
    base::Instant updated_at{};
};

} // namespace hatif::program_scheduler
