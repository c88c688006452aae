#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "schedule/attempt.hpp"

#include <vector>

/// How attempts leave the table of leases: they end, go back, or are skipped. All set-based, each
/// in the transaction of its cause, with the counts and the announcements.
///
/// Before any of these the transaction has taken the executions' stories (lock_stories).
namespace hatif::program_scheduler {

class Terms;

struct Ending {
    Lease lease;
    schedule::Ended how;
    base::Instant at;       ///< the end of the call
    std::uint32_t q850 = 0; ///< the cause that came with it; 0: none
};

/// Each attempt is over: final for its job, or a retry is due. By the terms of their executions.
base::Result<void> end_attempts(pg::Transaction& transaction,
                                const std::vector<Ending>& endings,
                                Terms& terms,
                                base::Instant now);

/// The same, by their terms as they are now.
base::Result<void>
end_attempts(pg::Transaction& transaction, const std::vector<Ending>& endings, base::Instant now);

struct Return {
    Lease lease;
    base::Instant due_at; ///< when it may be leased again
    std::string why;      ///< "paused", "number_busy", …
};

/// No INVITE left: the attempts wait again, under the same ids.
base::Result<void>
send_back(pg::Transaction& transaction, const std::vector<Return>& returns, base::Instant now);

struct Skip {
    Lease lease;
    std::string reason; ///< "skipped_cancelled", …
};

/// The contacts will not be called (again).
base::Result<void>
skip(pg::Transaction& transaction, const std::vector<Skip>& skips, base::Instant now);

} // namespace hatif::program_scheduler
