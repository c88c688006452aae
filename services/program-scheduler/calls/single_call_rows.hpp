#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/calls/single_call.hpp"

#include <map>
#include <vector>

namespace hatif::program_scheduler {

/// The organization's line at this number: what its single calls wait and are counted in. Made when
/// it is asked for first.
base::Result<base::ExecutionId> line_at(pg::Transaction& transaction,
                                        const base::OrganizationId& organization,
                                        const base::DidId& did,
                                        base::Instant now);

/// A new job of a line.
struct NewCall {
    base::JobId job;
    base::ExecutionId line;
    base::OrganizationId organization;
    base::ContactId contact;
    base::Instant due_at{};
    base::AttemptId first_attempt;
};

base::Result<void> insert_call(pg::Transaction& transaction,
                               const NewCall& what,
                               const SingleCall& call,
                               base::Instant now);

/// The same for a call whose first attempt a worker holds already: it waits for no turn.
base::Result<void> insert_held_call(pg::Transaction& transaction,
                                    const NewCall& what,
                                    const SingleCall& call,
                                    base::Instant now);

/// Of these jobs those that are single calls.
base::Result<std::map<base::JobId, SingleCall>>
read_single_calls(pg::Transaction& transaction, const std::vector<base::JobId>& jobs);

} // namespace hatif::program_scheduler
