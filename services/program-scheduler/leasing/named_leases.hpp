#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <map>
#include <optional>
#include <vector>

/// The attempts that a worker names in a question, and what is locked to answer it.
namespace hatif::program_scheduler {

struct Ref {
    base::AttemptId attempt;
    int epoch = 0;
    std::optional<base::TrunkId> trunk{}; ///< of one that goes on by another trunk
};

/// An attempt as the worker names it; one that does not parse is nobody's, and answered as lost.
Ref ref_of(const program::v1::AttemptRef& wire);
Ref ref_of(const program::v1::StartRequest::Item& wire);

struct Locked {
    std::map<base::AttemptId, Lease> leases{}; ///< those that are held, under the epochs named
    Gates gates{};
};

/// A worker asks again before long: its question must not wait in line for longer than its
/// patience.
base::Result<void> wait_briefly(pg::Transaction& transaction);

/// Their leases and executions, locked to the transaction's end. `may_skip`: of these the ones that
/// may be skipped though their execution goes on.
base::Result<Locked> lock_named(pg::Transaction& transaction,
                                const std::vector<Ref>& refs,
                                const std::vector<base::AttemptId>& may_skip = {});

} // namespace hatif::program_scheduler
