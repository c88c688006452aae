#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/attributes.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/programs/organization_rules.hpp"
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
/// of the flow that it would be launched with, and those of the flows that it goes on with. The
/// launch errors of the API,
/// PROGRAM_STATUS_CONFLICT first.
base::Result<LaunchableFlow> check_launch(pg::Transaction& transaction,
                                          const rpc::Caller& caller,
                                          const Attributes& attributes,
                                          const Program& program,
                                          base::Instant now);

/// All that check_launch would refuse, in its order. Fails where that cannot be known, or the flow
/// is not there at all.
base::Result<std::vector<base::Error>> find_refusals(pg::Transaction& transaction,
                                                     const rpc::Caller& caller,
                                                     const Attributes& attributes,
                                                     const Program& program,
                                                     base::Instant now);

/// Whether the audience can be called: AUDIENCE_EMPTY, but of a live program, whose members may
/// come later.
base::Result<void> check_audience(const Program& program, const AudienceNow& audience);

/// VALIDATION names `stopAt` when it leaves nothing to call in.
base::Result<void> check_stop(const Program& program, base::Instant now);

/// What is launched, as it was found a moment before.
struct Launchable {
    const Program& program;
    LaunchableFlow flow{};
    AudienceNow audience{};
    OrganizationRules rules{};
};

/// Starts an execution of the program, now or at its startAt: one row, whatever the size of the
/// audience. Jobs are planned afterwards, in windows; of a live program as they fall due.
/// AUDIENCE_EMPTY, EXECUTION_ALREADY_RUNNING.
base::Result<base::ExecutionId> launch(pg::Transaction& transaction,
                                       const rpc::Caller& caller,
                                       const Launchable& what,
                                       base::Instant now);

} // namespace hatif::program_scheduler
