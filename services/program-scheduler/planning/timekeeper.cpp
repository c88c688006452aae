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

Result<std::vector<Timekeeper::Due>> Timekeeper::find(pg::Transaction& transaction) {
    const auto rows = transaction.exec(
        "SELECT organization_id, id, coalesce(stop_at <= now(), false), "
        "status = 1 AND start_at <= now(), now() FROM executions "
        "WHERE program_id IS NOT NULL AND status IN (1, 2, 3) AND (stop_at <= now() "
        "OR (status = 1 AND start_at <= now()) OR closes_at <= now()) ORDER BY id LIMIT 200");
    if (!rows) return fail(rows.error());
    std::vector<Due> found;
    for (const auto row : *rows) {
        Due due{.organization = row.get<base::OrganizationId>(0),
                .execution = row.get<base::ExecutionId>(1),
                .now = row.get<base::Instant>(4)};
        if (row.get<bool>(2)) {
            due.what = Control::stop;
        } else if (row.get<bool>(3)) {
            due.what = Control::begin;
        }
        found.push_back(due);
    }
    return found;
}

Result<void> Timekeeper::reopen(pg::Transaction& transaction, const Due& due) {
    const auto rows = transaction.exec(
        "SELECT pause_weekly, pause_dated, timezone, stop_at FROM executions WHERE id = $1 "
        "AND status IN (1, 2, 3) AND closes_at <= $2 FOR UPDATE",
        due.execution, due.now);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {}; // another replica was here
    const auto row = (*rows)[0];
    const auto open = open_stretch(
        {{row.get<std::vector<std::int32_t>>(0), row.get<std::vector<base::Instant>>(1)},
         row.get<std::string>(2),
         row.get<std::optional<base::Instant>>(3)},
        due.now);
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

Result<std::vector<Timekeeper::Due>> Timekeeper::find_skipping(pg::Transaction& transaction) {
    const auto rows = transaction.exec(
        "SELECT organization_id, id, now() FROM executions WHERE skipping ORDER BY id LIMIT 10");
    if (!rows) return fail(rows.error());
    std::vector<Due> found;
    for (const auto row : *rows) {
        found.push_back({.organization = row.get<base::OrganizationId>(0),
                         .execution = row.get<base::ExecutionId>(1),
                         .now = row.get<base::Instant>(2)});
    }
    return found;
}

Result<bool> Timekeeper::keep() {
    const auto found = pool_.transact(find);
    if (!found) return fail(found.error());
    const auto skipping = pool_.transact(find_skipping);
    if (!skipping) return fail(skipping.error());
    Result<bool> answer{!skipping->empty()};
    for (const Due& due : *found) {
        auto done = pool_.transact([&](pg::Transaction& transaction) -> Result<void> {
            if (!due.what) return reopen(transaction, due);
            return control(transaction, due.organization, due.execution, *due.what, due.now);
        });
        if (!done) answer = fail(done.error());
    }
    for (const Due& due : *skipping) {
        auto done = pool_.transact([&](pg::Transaction& transaction) {
            return skip_more(transaction, due.organization, due.execution, due.now);
        });
        if (!done) answer = fail(done.error());
    }
    return answer;
}

} // namespace hatif::program_scheduler
