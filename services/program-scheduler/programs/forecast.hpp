#pragma once

#include "pg/pool.hpp"
#include "program_scheduler/programs/preflight.hpp"
#include "rpc/caller.hpp"

namespace hatif::program_scheduler {

/// When a launch now would end, and what bounds it: a simulation over what the tables say of
/// bounds, live calls and past ones. The member stays unset where nobody can be called, and in mode
/// live, which ends when it is told to.
base::Result<void> add_forecast(pg::Pool& pool,
                                const rpc::Caller& caller,
                                const Program& program,
                                const Findings& findings,
                                base::Instant now,
                                program::v1::Preflight& wire);

} // namespace hatif::program_scheduler
