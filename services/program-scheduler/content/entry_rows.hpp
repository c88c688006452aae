#pragma once

#include "listing/list_rows.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/dictionary.hpp"

#include <string>

namespace hatif::program_scheduler {

/// Under its key; the recording of an entry that is there already is replaced, its id and its age
/// stay. Answers the entry as it is then.
base::Result<DictionaryEntry> put_entry(pg::Transaction& transaction, const DictionaryEntry& entry);

/// Of the organization's dictionary. DICTIONARY_NOT_FOUND, DICTIONARY_ENTRY_NOT_FOUND.
base::Result<DictionaryEntry> read_entry(pg::Transaction& transaction,
                                         const base::OrganizationId& organization,
                                         const base::DictionaryId& dictionary,
                                         const std::string& key);

base::Result<void> delete_entry(pg::Transaction& transaction, const base::Uuid& id);

/// Of a dictionary that the organization has.
base::Result<listing::Found<DictionaryEntry>> list_entries(pg::Transaction& transaction,
                                                           const Dictionary& dictionary,
                                                           const page::Request& wanted);

} // namespace hatif::program_scheduler
