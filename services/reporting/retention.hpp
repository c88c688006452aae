#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "pg/transaction.hpp"

#include <cstdint>
#include <map>
#include <optional>

/// Reports are deleted when their job is over and all that is known of them is older than their
/// organization keeps them.
/// What executions add up to stays.
namespace hatif::reporting {

/// Days by organization; who is not among them keeps for ever.
using Retentions = std::map<base::Uuid, std::int32_t>;

base::Result<void> write_retentions(pg::Transaction& transaction, const Retentions& retentions);

/// As it was last written; none: for ever.
base::Result<std::optional<std::int32_t>> days_kept(pg::Transaction& transaction,
                                                    base::OrganizationId organization);

/// Whether a job's id (version 7: it tells when it was made) is older than is kept.
bool is_past(const base::Uuid& job, std::optional<std::int32_t> days, base::Instant now);

/// Deletes some of the organization's reports that are over and wholly before `before`, with their
/// attempts and events; answers how many. Rows that another replica holds are passed over.
base::Result<std::int64_t> delete_reports(pg::Transaction& transaction,
                                          const base::Uuid& organization,
                                          base::Instant before,
                                          std::int64_t at_most);

} // namespace hatif::reporting
