#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/executions/policies.hpp"

#include <map>
#include <vector>

namespace hatif::program_scheduler {

/// How the calls of executions with a failureBreaker end, in one transaction: one of whose last
/// calls too many failed pauses in it. Test calls and single calls have none.
class FailureBreakers {
public:
    /// An attempt ended at `at`. Of an execution that is over, or without a breaker: nothing.
    void ended(const base::ExecutionId& execution,
               const Policy& policy,
               schedule::Outcome outcome,
               base::Instant at);

    /// The executions' stories are held. A pause locks the execution's row after leases, against
    /// the order of Start: but Start names nobody whose call has ended.
    base::Result<void> write(pg::Transaction& transaction, base::Instant now);

private:
    struct End {
        base::Instant at;
        bool failed = false;
    };
    struct Ends {
        base::OrganizationId organization;
        schedule::BreakerRule rule{};
        std::vector<End> all{};
    };
    std::map<base::ExecutionId, Ends> ends_;
};

/// It looks at the calls from now on. The story is held.
base::Result<void> forget_breaker(pg::Transaction& transaction, const base::ExecutionId& execution);

} // namespace hatif::program_scheduler
