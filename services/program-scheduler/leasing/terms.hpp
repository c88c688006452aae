#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/calls/single_call.hpp"
#include "program_scheduler/executions/policies.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "program_scheduler/leasing/promises.hpp"

#include <map>
#include <set>
#include <vector>

namespace hatif::program_scheduler {

/// What attempts are judged by: their execution's policy, or a single call's own words.
class Terms {
public:
    static base::Result<Terms> read(pg::Transaction& transaction, const std::vector<Lease>& leases);

    /// The same in two steps, for who asks for other things in the same round trip: what the rows
    /// of this question say; and then, where there are single calls among the leases, their own
    /// words.
    static pg::Query ask(const std::set<base::ExecutionId>& executions);
    static base::Result<Terms> read(pg::Transaction& transaction,
                                    const pg::Rows& executions,
                                    const std::vector<Lease>& leases);

    const Policy& of(const Lease& lease) const;

    /// Nothing for a program's call.
    const SingleCall* single(const Lease& lease) const;

    Promises& promises() { return promises_; }
    const Promises& promises() const { return promises_; }

private:
    std::map<base::ExecutionId, Policy> executions_;
    Promises promises_;
    std::map<base::JobId, SingleCall> calls_;
    std::map<base::JobId, Policy> own_;
};

} // namespace hatif::program_scheduler
