#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/lease.hpp"

#include <set>
#include <vector>

namespace hatif::program_scheduler {

/// Why a single call is given up whose flow no dialer could fetch time and again.
constexpr const char* skipped_flow_unavailable = "skipped_flow_unavailable";

/// Of these leases, whose dialer could not fetch the flow, the single calls for which that was so
/// often enough: about four minutes. Someone waits for the one call; a campaign waits on.
base::Result<std::set<base::JobId>> hopeless_calls(pg::Transaction& transaction,
                                                   const std::vector<Lease>& leases);

} // namespace hatif::program_scheduler
