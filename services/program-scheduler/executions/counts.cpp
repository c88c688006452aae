#include "program_scheduler/executions/counts.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

void CountChanges::attempt_ended(const base::ExecutionId& execution,
                                 const JobBefore& before,
                                 schedule::Outcome outcome,
                                 bool answered,
                                 JobStatus status) {
    Change& change = changes_[execution];
    // A contact counts under its last attempt's outcome: out of the one before, into this one.
    if (before.outcome == schedule::Outcome::none) {
        ++change.dialled;
    } else {
        --change.outcomes[static_cast<std::size_t>(before.outcome)];
    }
    ++change.outcomes[static_cast<std::size_t>(outcome)];
    if (answered && !before.answered) ++change.answered;
    switch (status) {
    case JobStatus::completed:
        ++change.completed;
        break;
    case JobStatus::failed:
        ++change.failed;
        break;
    case JobStatus::skipped:
        ++change.skipped;
        break;
    case JobStatus::open:
        break;
    }
}

void CountChanges::skipped(const base::ExecutionId& execution, std::int64_t contacts) {
    changes_[execution].skipped += contacts;
}

Result<void> CountChanges::write(pg::Transaction& transaction) const {
    for (const auto& [execution, change] : changes_) {
        const std::vector<std::int64_t> outcomes{change.outcomes.begin(), change.outcomes.end()};
        auto written = transaction.defer(
            "UPDATE execution_counts SET completed = completed + $2, failed = failed + $3, "
            "skipped = skipped + $4, dialled = dialled + $5, answered = answered + $6, "
            "outcomes = ARRAY(SELECT o + d FROM unnest(outcomes, $7::bigint[]) "
            "WITH ORDINALITY AS u(o, d, n) ORDER BY n) WHERE execution_id = $1",
            execution, change.completed, change.failed, change.skipped, change.dialled,
            change.answered, outcomes);
        if (!written) return written;
    }
    return {};
}

} // namespace hatif::program_scheduler
