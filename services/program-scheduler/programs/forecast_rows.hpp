#pragma once

#include "base/result.hpp"
#include "forecast/forecast.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/programs/program.hpp"
#include "rpc/caller.hpp"

#include <string>

namespace hatif::program_scheduler {

/// How calls went lately: what a forecast takes for granted.
struct Experience {
    std::string source; ///< "program", "organization", "guess"
    forecast::Mix mix{};
};

/// Of the program's last 2,000 calls; where it made fewer than 50 of the organization's, else a
/// guess. Looked for among the last that the platform made, so that it costs the same however many
/// there are.
base::Result<Experience> read_experience(pg::Transaction& transaction, const Program& program);

/// The bounds that a launch now would be held to, the calls that are alive, and the organization's
/// other executions that still call.
base::Result<forecast::Market> read_market(pg::Transaction& transaction,
                                           const rpc::OrganizationSettings& settings,
                                           const Program& program);

/// A worker was seen lately.
base::Result<bool> has_dialers(pg::Transaction& transaction);

} // namespace hatif::program_scheduler
