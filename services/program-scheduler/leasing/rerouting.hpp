#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <map>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// A worker's wish to go on with an attempt by another trunk: the one that it had has refused it.
struct Reroute {
    Lease lease; ///< held under the epoch that the worker named
    base::TrunkId to;
};

using Answers = std::map<base::AttemptId, program::v1::StartResponse::Answer>;

/// Moves the attempts that may go on, one trunk's room and rate after the other's; they count there
/// from now on. Whoever may not keeps the trunk that it had: ANSWER_NO_ROOM. The leases and gates
/// are locked.
base::Result<Answers> reroute(pg::Transaction& transaction,
                              const std::string& worker,
                              const std::vector<Reroute>& wishes,
                              const Gates& gates);

} // namespace hatif::program_scheduler
