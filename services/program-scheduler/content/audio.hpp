#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "program_scheduler/content/recording.hpp"

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
};

/// The same as it was sent. What is sent empty is there to be cleared; what is not sent stays as it
/// is.
struct AudioWordsSent {
    std::optional<std::string> title{};
    std::optional<std::string> description{};
    std::optional<std::string> usage_type{};
    std::optional<std::vector<std::string>> tags{};
};

/// The words with what was sent in their place, all of it checked. The title is the file's name
/// when it is cleared, and when there was none. Tags may also come as comma lists; empty ones and
/// repeats are dropped.
base::Result<AudioWords>
changed(AudioWords words, const AudioWordsSent& sent, const std::string& file_name);

/// One audio, for good: nothing but its words ever changes.
struct Audio {
    base::AudioId id;
    base::OrganizationId organization;
    AudioWords words{};
    Recording recording;
    base::Instant created_at{};
    base::Instant updated_at{};
};

/// Which audios a list is to have.
struct AudioFilter {
    std::optional<std::string> usage_type{};
    std::vector<std::string> tags{}; ///< all of them
};

/// Comma lists are taken apart.
base::Result<AudioFilter> read_filter(const std::optional<std::string>& usage_type,
                                      const std::vector<std::string>& tags);

} // namespace hatif::program_scheduler
