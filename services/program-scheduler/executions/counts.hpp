#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/executions/policies.hpp"
#include "schedule/outcome.hpp"

#include <array>
#include <cstdint>
#include <map>

namespace hatif::program_scheduler {

/// What a transaction changes in the counts of executions, added up and written once.
class CountChanges {
public:
    void attempt_ended(const base::ExecutionId& execution,
                       const JobBefore& before,
                       schedule::Outcome outcome,
                       bool answered,
                       JobStatus status);
    void skipped(const base::ExecutionId& execution, std::int64_t contacts);

    base::Result<void> write(pg::Transaction& transaction) const;

private:
    struct Change {
        std::int64_t completed = 0, failed = 0, skipped = 0, dialled = 0, answered = 0;
        std::array<std::int64_t, schedule::outcome_count> outcomes{};
    };
    std::map<base::ExecutionId, Change> changes_;
};

} // namespace hatif::program_scheduler
