#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "program_scheduler/content/recording.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hatif::program_scheduler {

/// Recordings by key, of which flows compose numbers, dates and words.
struct Dictionary {
    base::DictionaryId id;
    base::OrganizationId organization;
    std::string name{};
    std::string language{};     ///< ar, fr, en
    std::uint64_t revision = 1; ///< rises with each change of the entries
    std::uint32_t entries = 0;
    bool is_system = false; ///< the platform's: every organization reads it, none changes it
    base::Instant created_at{};
    base::Instant updated_at{};
};

/// What is said for one key.
struct DictionaryEntry {
    base::Uuid id;
    base::DictionaryId dictionary;
    base::OrganizationId organization;
    std::string key{};
    Recording recording;
    base::Instant created_at{};
    base::Instant updated_at{};
};

struct DictionaryWords {
    std::string name{};
    std::string language{};
};

/// A name of 1 to 255 characters, and a language that can be spoken.
base::Result<DictionaryWords> read_dictionary_words(const std::optional<std::string>& name,
                                                    const std::optional<std::string>& language);

/// 1 to 64 characters without the spaces around them; none that cannot be seen.
base::Result<std::string> read_key(const std::optional<std::string>& key);

/// DICTIONARY_IS_SYSTEM when it is the platform's.
base::Result<void> require_own(const Dictionary& dictionary);

/// A call is told of all of them at once.
inline constexpr std::uint32_t most_entries = 5'000;

/// CONFLICT when one more is too many.
base::Result<void> require_room(std::uint32_t entries);

} // namespace hatif::program_scheduler
