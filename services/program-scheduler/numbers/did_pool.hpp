#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/numbers/did.hpp"

#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// The numbers that a program's `didPool` names, by number or id, in its order and each once.
/// EMPTY_DID_POOL; DID_NOT_ACCESSIBLE when one is unknown or another organization's, DID_NOT_ACTIVE
/// when it may not be used now: every such entry by its path, "didPool[2]".
base::Result<std::vector<Did>> resolve_pool(pg::Transaction& transaction,
                                            const base::OrganizationId& organization,
                                            const std::vector<std::string>& entries);

/// One number, by number or id, as the member at `path` names it. DID_NOT_ACCESSIBLE,
/// DID_NOT_ACTIVE.
base::Result<Did> resolve_did(pg::Transaction& transaction,
                              const base::OrganizationId& organization,
                              const std::string& entry,
                              const std::string& path);

/// A whole pool once the organization's numbers are there; pure.
base::Result<std::vector<Did>> match_pool(const std::vector<std::string>& entries,
                                          const std::vector<Did>& dids);

} // namespace hatif::program_scheduler
