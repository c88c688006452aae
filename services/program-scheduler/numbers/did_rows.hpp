#pragma once

#include "base/result.hpp"
#include "listing/list_rows.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/numbers/did.hpp"

#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// DID_ALREADY_EXISTS when the number is taken; TRUNK_NOT_FOUND, FLOW_NOT_FOUND when there is none
/// such.
base::Result<void> insert_did(pg::Transaction& transaction, const Did& did);

/// DID_NOT_FOUND.
base::Result<Did> read_did_row(pg::Transaction& transaction, const base::DidId& id);

/// The same, and nobody changes it meanwhile.
base::Result<Did> lock_did_row(pg::Transaction& transaction, const base::DidId& id);

/// Its new bound holds from the next claim on. TRUNK_NOT_FOUND; FLOW_NOT_FOUND when the flow is not
/// the number's organization's.
base::Result<void> update_did(pg::Transaction& transaction, const Did& did);

/// A flow that is not the organization's takes no calls of it any more. DID_NOT_FOUND.
base::Result<Did> assign_did(pg::Transaction& transaction,
                             const base::DidId& id,
                             const base::OrganizationId& to,
                             base::Instant now);

/// A page of all, by number or createdAt; `search` finds number and description.
base::Result<listing::Found<Did>> all_dids(pg::Transaction& transaction,
                                           const page::Request& wanted);

/// The same of the active ones that the organization may call from.
base::Result<listing::Found<Did>> available_dids(pg::Transaction& transaction,
                                                 const base::OrganizationId& organization,
                                                 const page::Request& wanted);

/// What the organization may call from, its own and the shared ones, by id or number, in whatever
/// status.
base::Result<std::vector<Did>> dids_named(pg::Transaction& transaction,
                                          const base::OrganizationId& organization,
                                          const std::vector<base::Uuid>& ids,
                                          const std::vector<std::string>& numbers);

/// Whoever's they are: with one of these numbers (E.164).
base::Result<std::vector<Did>> dids_numbered(pg::Transaction& transaction,
                                             const std::vector<std::string>& numbers);

/// Whoever's they are: whose number ends with these digits; a few, if there are many.
base::Result<std::vector<Did>> dids_ending(pg::Transaction& transaction, const std::string& digits);

} // namespace hatif::program_scheduler
