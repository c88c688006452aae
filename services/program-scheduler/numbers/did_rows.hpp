#pragma once

#include "base/result.hpp"
#include "listing/list_rows.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/numbers/did.hpp"

#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// DID_ALREADY_EXISTS when the number is taken, TRUNK_NOT_FOUND when its trunk is none.
base::Result<void> insert_did(pg::Transaction& transaction, const Did& did);

/// DID_NOT_FOUND.
base::Result<Did> assign_did(pg::Transaction& transaction,
                             const base::DidId& id,
                             const base::OrganizationId& to,
                             base::Instant now);

/// A page of all, by number or createdAt; `search` finds number and description.
base::Result<listing::Found<Did>> all_dids(pg::Transaction& transaction,
                                           const page::Request& wanted);

/// The same of the organization's active ones.
base::Result<listing::Found<Did>> available_dids(pg::Transaction& transaction,
                                                 const base::OrganizationId& organization,
                                                 const page::Request& wanted);

/// Of the organization, by id or number, in whatever status.
base::Result<std::vector<Did>> dids_named(pg::Transaction& transaction,
                                          const base::OrganizationId& organization,
                                          const std::vector<base::Uuid>& ids,
                                          const std::vector<std::string>& numbers);

} // namespace hatif::program_scheduler
