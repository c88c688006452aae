#pragma once

#include "listing/list_rows.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/dictionary.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

base::Result<void> insert_dictionary(pg::Transaction& transaction, const Dictionary& dictionary);

/// Its own, or one of the platform's. DICTIONARY_NOT_FOUND when the organization has none such.
base::Result<Dictionary> read_dictionary(pg::Transaction& transaction,
                                         const base::OrganizationId& organization,
                                         const base::DictionaryId& id);

/// One of its own, so that nothing of it can change meanwhile. DICTIONARY_IS_SYSTEM besides.
base::Result<Dictionary> lock_dictionary(pg::Transaction& transaction,
                                         const base::OrganizationId& organization,
                                         const base::DictionaryId& id);

/// Its entries have changed: the revision rises.
base::Result<void>
raise_revision(pg::Transaction& transaction, const base::DictionaryId& id, base::Instant now);

/// From then on it is not found; calls that speak with it still can.
base::Result<void>
hide_dictionary(pg::Transaction& transaction, const base::DictionaryId& id, base::Instant now);

base::Result<listing::Found<Dictionary>> list_dictionaries(pg::Transaction& transaction,
                                                           const base::OrganizationId& organization,
                                                           const page::Request& wanted);

/// What a dictionary can say: its language, and the keys that it has recordings of.
struct Vocabulary {
    std::string language{};
    std::vector<std::string> keys{};
    std::chrono::milliseconds longest{}; ///< of its recordings, as calls play them
};

/// Those of the ids that the organization has, or the platform; the others are missing.
base::Result<std::map<base::DictionaryId, Vocabulary>>
read_vocabularies(pg::Transaction& transaction,
                  const base::OrganizationId& organization,
                  const std::vector<base::DictionaryId>& ids);

} // namespace hatif::program_scheduler
