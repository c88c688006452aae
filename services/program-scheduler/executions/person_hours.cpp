#include "program_scheduler/executions/person_hours.hpp"

#include "program_scheduler/executions/hours.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

template <class Id>
Result<bool> ask(pg::Transaction& transaction, const char* which, const Id& id) {
    const auto rows = transaction.exec(
        std::string{"SELECT "} + rule_columns +
            ", coalesce(j.zones, ''), now() FROM executions e JOIN jobs j ON j.execution_id = e.id "
            "WHERE e.program_id IS NOT NULL AND j.id = " +
            which,
        id);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return false;
    const pg::Row row = (*rows)[0];
    const auto rules = read_rules(row, 0);
    if (!rules || !rules->by_person()) return false;
    const auto hours =
        schedule::hours_of_person(*rules, schedule::zones_in(row.get<std::string>(6)));
    return hours.has_value() && !hours->is_open(row.get<base::Instant>(7));
}

} // namespace

Result<bool> is_outside_hours(pg::Transaction& transaction, const base::JobId& job) {
    return ask(transaction, "$1", job);
}

Result<bool> first_is_outside_hours(pg::Transaction& transaction,
                                    const base::ExecutionId& execution) {
    return ask(transaction,
               "(SELECT job_id FROM job_queue WHERE execution_id = $1 ORDER BY due_at LIMIT 1)",
               execution);
}

} // namespace hatif::program_scheduler
