#pragma once

#include "base/instant.hpp"
#include "objects/object_store.hpp"
#include "pg/transaction.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Texts that were spoken: which there are, and when they were used last.
namespace hatif::program_scheduler {

/// A spoken text as calls play it: 8 kHz mono, by the hashes of its bytes.
struct SpokenSound {
    objects::ContentHash a_law;
    objects::ContentHash mu_law;

    bool operator==(const SpokenSound&) const = default;
};

/// Where a spoken sound's bytes are: apart from what was uploaded, because they are removed one
/// day.
objects::ObjectKey spoken_object(const objects::ContentHash& hash);

/// Those that there are. They count as used now: what is found does not go within a day.
base::Result<std::map<std::string, SpokenSound>>
find_spoken(pg::Transaction& transaction, const std::vector<std::string>& keys, base::Instant now);

/// Puts the bytes into the store and the row beside them; nothing is forgotten meanwhile.
base::Result<SpokenSound> keep_spoken(pg::Transaction& transaction,
                                      objects::ObjectStore& objects,
                                      const std::string& key,
                                      const std::string& a_law,
                                      const std::string& mu_law,
                                      base::Instant now);

/// Rows that are gone, and what they named.
struct Forgotten {
    std::int64_t rows = 0;
    std::vector<objects::ContentHash> hashes{}; ///< each once
};

/// Forgets the rows of those that were not used since, so many at most. Their bytes go when that is
/// committed, by `remove_unused`: a row without bytes would be silent for ever.
base::Result<Forgotten>
forget_spoken(pg::Transaction& transaction, base::Instant not_used_since, std::int64_t most);

/// Removes the bytes, unless a row names them (again). Nothing is kept meanwhile.
base::Result<void> remove_unused(pg::Transaction& transaction,
                                 objects::ObjectStore& objects,
                                 const objects::ContentHash& hash);

} // namespace hatif::program_scheduler
