#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <vector>

namespace hatif::contact {

/// Hides contacts that are there, takes them out of their audiences, and announces all of it. The
/// caller has taken the organization's turn.
base::Result<void> delete_contacts(pg::Transaction& transaction,
                                   base::OrganizationId organization,
                                   const std::vector<base::ContactId>& contacts,
                                   base::Instant now);

} // namespace hatif::contact
