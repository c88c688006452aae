#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/endings.hpp"

#include <vector>

/// Notes for the trail of what no other row remembers (migrations/0007_calls.sql): the rare things,
/// in the transaction of their cause.
namespace hatif::program_scheduler {

base::Result<void>
note_returns(pg::Transaction& transaction, const std::vector<Return>& returns, base::Instant now);

base::Result<void>
note_skips(pg::Transaction& transaction, const std::vector<Skip>& skips, base::Instant now);

/// Of a job that nobody held.
base::Result<void> note_skip(pg::Transaction& transaction,
                             const base::JobId& job,
                             int attempt_number,
                             const std::string& reason,
                             base::Instant now);

} // namespace hatif::program_scheduler
