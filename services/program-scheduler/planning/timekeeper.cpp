#include "program_scheduler/planning/timekeeper.hpp"

#include "observability/log.hpp"
#include "program_scheduler/executions/control.hpp"
#include "program_scheduler/executions/hours.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

/// Hours that cannot be read are looked at again after this, and nobody is called meanwhile.
constexpr auto look_again = 1min;

} // namespace

Result<Timekeeper::Found> Timekeeper::find(pg::Transaction& transaction) {
    // The next moment of each, as executions_next has it.
    const auto due = transaction.exec(
        "SELECT organization_id, id, coalesce(stop_at <= now(), false), "
        "status = 1 AND start_at <= now(), now() FROM executions "
        "WHERE program_id IS NOT NULL AND status IN (1, 2, 3, 7) AND "
        "least(stop_at, closes_at, CASE WHEN status = 1 THEN start_at END) <= now() "
        "ORDER BY id LIMIT 200");
    if (!due) return fail(due.error());
    const auto skipping = transaction.exec(
        "SELECT organization_id, id, now() FROM executions WHERE skipping ORDER BY id LIMIT 10");
    if (!skipping) return fail(skipping.error());
    Found found;
    for (const auto row : *due) {
        Due it{.organization = row.get<base::OrganizationId>(0),
               .execution = row.get<base::ExecutionId>(1),
               .now = row.get<base::Instant>(4)};
        if (row.get<bool>(2)) {
            it.what = Control::stop;
        } else if (row.get<bool>(3)) {
            it.what = Control::begin;
        }
        found.due.push_back(it);
    }
    for (const auto row : *skipping) {
        found.skipping.push_back({.organization = row.get<base::OrganizationId>(0),
                                  .execution = row.get<base::ExecutionId>(1),
                                  .now = row.get<base::Instant>(2)});
    }
    return found;
}

Result<void> Timekeeper::reopen(pg::Transaction& transaction, const Due& due) {
    const auto rows = transaction.exec(
        std::string{"SELECT stop_at, "} + rule_columns +
            " FROM executions WHERE id = $1 AND status IN (1, 2, 3, 7) AND closes_at <= $2 "
            "FOR UPDATE",
        due.execution, due.now);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {}; // another replica was here
    const auto row = (*rows)[0];
    const auto rules = read_rules(row, 1);
    const auto open = rules
                          ? open_stretch(*rules, row.get<std::optional<base::Instant>>(0), due.now)
                          : Result<schedule::Stretch>{fail(rules.error())};
    if (!open) {
        observability::log_error(
            "an execution's hours cannot be read: it calls nobody",
            {{"execution", due.execution.value().to_string()}, {"why", open.error().what}});
    }
    const base::Instant later = due.now + look_again;
    const auto next = open.value_or(schedule::Stretch{later, later});
    const auto written = transaction.exec(
        "UPDATE executions SET opens_at = $2, closes_at = $3, hours_unreadable = $4 WHERE id = $1",
        due.execution, next.opens, next.closes, !open.has_value());
    if (!written) return fail(written.error());
    return {};
}

Result<bool> Timekeeper::keep() {
    const auto found = pool_.transact(find);
    if (!found) return fail(found.error());
    Result<bool> answer{!found->skipping.empty()};
    for (const Due& due : found->due) {
        auto done = pool_.transact([&](pg::Transaction& transaction) -> Result<void> {
            if (!due.what) return reopen(transaction, due);
            return control(transaction, due.organization, due.execution, *due.what, due.now);
        });
        if (!done) answer = fail(done.error());
    }
    for (const Due& due : found->skipping) {
        auto done = pool_.transact([&](pg::Transaction& transaction) {
            return skip_more(transaction, due.organization, due.execution, due.now);
        });
        if (!done) answer = fail(done.error());
    }
    return answer;
}

} // namespace hatif::program_scheduler
