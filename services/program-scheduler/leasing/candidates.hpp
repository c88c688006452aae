#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/limits.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// People due of a running execution, inside its hours.
struct Candidate {
    base::ExecutionId execution;
    base::OrganizationId organization;
    base::ProgramId program;
    base::AudienceId audience;
    std::int64_t audience_version = 0;
    std::vector<base::Uuid> dids{};
    std::int64_t due = 0;
    std::string currency{};
    bool include_unreachable = false;
    std::int32_t priority = 5;
    std::optional<base::Instant> closes_at{}; ///< none: never
    base::Duration max_call = usual_max_call;
    /// The number that has called these people before and is to call them again. None: any of the
    /// pool; an execution whose people keep their numbers is a candidate for each.
    std::optional<base::Uuid> kept_did{};
};

/// At most `most` people due are counted per execution; no row is locked.
base::Result<std::vector<Candidate>> find_candidates(pg::Transaction& transaction,
                                                     std::int64_t most);

} // namespace hatif::program_scheduler
