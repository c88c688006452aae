#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/attributes.hpp"
#include "program_scheduler/programs/program.hpp"
#include "rpc/caller.hpp"

#include <cstdint>

namespace hatif::program_scheduler {

/// The audience as the contact service described it.
struct AudienceNow {
    std::int64_t version = 0;
    std::int64_t count = 0;
};

/// Whether the program may be launched, as far as it can be told without its audience; the version
/// of the flow that it would be launched with. The launch errors of the API,
/// PROGRAM_STATUS_CONFLICT first.
base::Result<int> check_launch(pg::Transaction& transaction,
                               const rpc::Caller& caller,
                               const Attributes& attributes,
                               const Program& program,
                               base::Instant now);

/// Starts an execution of the program, now or at its startAt: one row, whatever the size of the
/// audience. Jobs are planned afterwards, in windows. AUDIENCE_EMPTY, EXECUTION_ALREADY_RUNNING.
base::Result<base::ExecutionId> launch(pg::Transaction& transaction,
                                       const rpc::Caller& caller,
                                       const Program& program,
                                       int flow_version,
                                       const AudienceNow& audience,
                                       base::Instant now);

} // namespace hatif::program_scheduler
