#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/dictionary.hpp"
#include "rpc/caller.hpp"

#include <hatif/program/v1/dictionary_service.pb.h>

namespace hatif::program_scheduler {

/// A page of the organization's dictionaries; without `meta`, which makes it a bare list over REST,
/// when no page was asked for.
base::Result<void> list(const rpc::Caller& caller,
                        pg::Transaction& transaction,
                        const program::v1::ListDictionariesRequest& request,
                        program::v1::ListDictionariesResponse& answer);

/// A page of a dictionary's entries.
base::Result<void> list(pg::Transaction& transaction,
                        const Dictionary& dictionary,
                        const program::v1::ListDictionaryEntriesRequest& request,
                        program::v1::ListDictionaryEntriesResponse& answer);

} // namespace hatif::program_scheduler
