#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/calls/single_call.hpp"
#include "program_scheduler/executions/policies.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "program_scheduler/leasing/promises.hpp"

#include <map>
#include <vector>

namespace hatif::program_scheduler {

/// What attempts are judged by: their execution's policy, or a single call's own words.
class Terms {
public:
    static base::Result<Terms> read(pg::Transaction& transaction, const std::vector<Lease>& leases);

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
