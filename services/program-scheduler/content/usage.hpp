#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

namespace hatif::program_scheduler {

/// AUDIO_IN_USE while the newest version of a flow plays it, or the version that an execution runs
/// by, or goes on with, which has not ended. The flows are named.
base::Result<void> require_unused(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const base::AudioId& audio);

/// DICTIONARY_IN_USE likewise.
base::Result<void> require_unused(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const base::DictionaryId& dictionary);

/// FLOW_IN_USE while the newest version of another flow goes on with it. What runs does so for as
/// long as it runs.
base::Result<void> require_unused(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const base::FlowId& flow);

} // namespace hatif::program_scheduler
