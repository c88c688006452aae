#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "rpc/caller.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// Of a row of `capacity`, as the table writes it.
enum class CapacityKind { organization = 0, program = 1, did = 2, trunk = 3 };

/// Writes the bounds that calls of this organization from these numbers are counted against, where
/// they are not as they should be: most calls write nothing, and wait for no one.
base::Result<void> refresh_bounds(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const rpc::OrganizationSettings& settings,
                                  const std::vector<base::DidId>& dids);

/// The same of one number or trunk, from the next claim on.
base::Result<void> set_bound(pg::Transaction& transaction,
                             CapacityKind kind,
                             const base::Uuid& id,
                             const std::optional<std::uint32_t>& max_concurrent,
                             const std::optional<double>& per_second);

/// SQL, for an UPDATE of `capacity`: its next start when `rate` becomes its calls per second. A
/// rate that rises holds at once: nobody waits for what is left of the old one's gap.
std::string next_start(const std::string& rate);

} // namespace hatif::program_scheduler
