#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/programs/program.hpp"
#include "rpc/caller.hpp"

#include <cstdint>

namespace hatif::program_scheduler {

/// The audience as the contact service described it.
struct AudienceNow {
    std::int64_t version = 0;
    std::int64_t count = 0;
};

/// Starts an execution of the program: one row, whatever the size of the audience. Jobs are planned
/// afterwards, in windows. The launch errors of the API, PROGRAM_STATUS_CONFLICT first.
base::Result<base::ExecutionId> launch(pg::Transaction& transaction,
                                       const rpc::Caller& caller,
                                       const Program& program,
                                       const AudienceNow& audience,
                                       base::Instant now);

} // namespace hatif::program_scheduler
