#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// How often nodes ran in the calls that one batch of call-events tells of, for executions with
/// autoPauseRules: one that reaches a threshold pauses, in the transaction that counts it.
class NodeCounts {
public:
    /// A node was entered.
    void add(const base::ExecutionId& execution, const std::string& node) {
        ++runs_[execution][node];
    }

    bool empty() const { return runs_.empty(); }

    /// The executions with rules that are alive; what the others did is forgotten. Without a lock.
    base::Result<std::vector<base::ExecutionId>> keep_ruled(pg::Transaction& transaction);

    /// Adds to the counts of the nodes that rules name. The stories of those that keep_ruled
    /// answered are held, and no lease is: a pause takes the execution's row first.
    base::Result<void> write(pg::Transaction& transaction, base::Instant now) const;

private:
    std::map<base::ExecutionId, std::map<std::string, std::int64_t>> runs_;
    std::vector<base::ExecutionId> ruled_;
};

/// After a pause, by the rules that hold from now on: nodes whose rule says so are counted from 0
/// again, the others' counts go on, and nodes without a rule are forgotten. The story is held.
base::Result<void> resume_counts(pg::Transaction& transaction, const base::ExecutionId& execution);

} // namespace hatif::program_scheduler
