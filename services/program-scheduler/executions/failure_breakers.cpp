#include "program_scheduler/executions/failure_breakers.hpp"

#include "program_scheduler/executions/control.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

void FailureBreakers::ended(const base::ExecutionId& execution,
                            const Policy& policy,
                            schedule::Outcome outcome,
                            base::Instant at) {
    if (!policy.breaker || schedule::is_over(policy.gate)) return;
    const auto [it, added] =
        ends_.try_emplace(execution, Ends{policy.organization, *policy.breaker});
    it->second.all.push_back({at, outcome == schedule::Outcome::failed});
}

Result<void> FailureBreakers::write(pg::Transaction& transaction, base::Instant now) {
    if (ends_.empty()) return {};
    std::vector<base::ExecutionId> executions, tripped;
    for (const auto& [execution, ends] : ends_) executions.push_back(execution);
    const auto rows = transaction.exec(
        "SELECT execution_id, last FROM execution_breakers WHERE execution_id = ANY($1)",
        executions);
    if (!rows) return fail(rows.error());
    std::map<base::ExecutionId, std::string> last;
    for (const auto row : *rows) last[row.get<base::ExecutionId>(0)] = row.get<std::string>(1);
    std::vector<std::string> next;
    for (auto& [execution, ends] : ends_) {
        std::ranges::stable_sort(ends.all, {}, &End::at);
        schedule::Breaker breaker{last[execution]};
        bool trips = false;
        for (const End& end : ends.all) trips = breaker.ended(end.failed, ends.rule) || trips;
        next.push_back(breaker.last());
        if (trips) tripped.push_back(execution);
    }
    const auto written =
        transaction.exec("INSERT INTO execution_breakers (execution_id, last) "
                         "SELECT * FROM unnest($1::uuid[], $2::text[]) "
                         "ON CONFLICT (execution_id) DO UPDATE SET last = EXCLUDED.last",
                         executions, next);
    if (!written) return fail(written.error());
    for (const auto& execution : tripped) {
        auto done = control(transaction, ends_.at(execution).organization, execution, Control::trip,
                            now, {.reason = "failure_breaker"});
        if (!done) return done;
    }
    return {};
}

Result<void> forget_breaker(pg::Transaction& transaction, const base::ExecutionId& execution) {
    const auto forgotten =
        transaction.exec("DELETE FROM execution_breakers WHERE execution_id = $1", execution);
    if (!forgotten) return fail(forgotten.error());
    return {};
}

} // namespace hatif::program_scheduler
