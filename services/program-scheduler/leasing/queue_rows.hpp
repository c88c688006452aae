#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <optional>
#include <vector>

namespace hatif::program_scheduler {

/// Who waits: a row of `job_queue`.
struct Waiting {
    base::ExecutionId execution;
    base::Instant due_at{};
    base::JobId job;
    base::ContactId contact;
    base::AttemptId attempt; ///< the job's; the next one
    int epoch = 0;           ///< of the attempt's latest lease; 0: was never leased
    int attempt_number = 1;
    std::optional<base::Uuid> kept_did{}; ///< the number that is to call
};

base::Result<void> insert_waiting(pg::Transaction& transaction, const std::vector<Waiting>& rows);

} // namespace hatif::program_scheduler
