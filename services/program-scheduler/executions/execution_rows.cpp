#include "program_scheduler/executions/execution_rows.hpp"

#include "page/clauses.hpp"
#include "program_scheduler/executions/hours.hpp"
#include "program_scheduler/executions/person_hours.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

// One statement, so that all figures are of one moment. In progress is counted from live leases;
// what neither ended nor is in progress is pending. The last columns say what a running execution
// may be waiting for.
constexpr const char* columns =
    "WITH live AS MATERIALIZED (SELECT * FROM live_calls) "
    "SELECT e.id, e.organization_id, e.program_id, e.audience_id, e.flow_id, e.flow_version, "
    "e.status, e.total, c.completed, c.failed, c.skipped, "
    "(SELECT coalesce(sum(calls), 0)::bigint FROM live l WHERE l.execution_id = e.id), c.dialled, "
    "c.answered, "
    "c.outcomes[1], c.outcomes[2], c.outcomes[3], c.outcomes[4], c.outcomes[5], c.outcomes[6], "
    "c.outcomes[7], c.outcomes[8], c.outcomes[9], "
    "e.started_at, e.ended_at, e.created_at, e.updated_at, "
    "NOT p.done, "
    "(SELECT q.due_at FROM job_queue q WHERE q.execution_id = e.id ORDER BY q.due_at LIMIT 1), "
    "now(), "
    "EXISTS (SELECT FROM workers w WHERE w.last_seen > now() - interval '5 s'), "
    "e.status <> 2 OR NOT EXISTS (SELECT FROM capacity b WHERE ((b.kind = 0 AND b.id = "
    "e.organization_id) OR "
    "(b.kind = 1 AND b.id = e.program_id)) AND b.max_concurrent <= (SELECT coalesce(sum(calls), 0) "
    "FROM live l "
    "WHERE CASE b.kind WHEN 0 THEN l.organization_id ELSE l.program_id END = b.id)), "
    "e.status <> 2 OR EXISTS (SELECT FROM dids d LEFT JOIN capacity b ON b.kind = 2 "
    "AND b.id = d.id WHERE d.id = ANY(e.did_pool) AND (d.organization_id = e.organization_id OR "
    "d.is_shared) "
    "AND d.status = 'active' AND (b.max_concurrent IS NULL OR "
    "b.max_concurrent > (SELECT coalesce(sum(calls), 0) FROM live l WHERE l.did_id = d.id))), "
    "e.status <> 2 OR EXISTS (SELECT FROM trunk_states t LEFT JOIN capacity b ON b.kind = 3 "
    "AND b.id = t.id WHERE t.status <> 3 AND t.closed_until IS NULL AND (b.max_concurrent IS NULL "
    "OR b.max_concurrent > (SELECT coalesce(sum(calls), 0) FROM live l WHERE l.trunk_id = t.id))), "
    "coalesce(e.start_at, e.created_at), e.stop_at, e.opens_at, e.closes_at, e.hours_unreadable, "
    "e.max_concurrent_calls, e.calls_per_second, e.priority, e.mode = 2, e.pause_reason, "
    "e.auto_pause_rules, "
    "e.calling_zone = 1 AND (cardinality(e.calling_weekly) > 0 OR cardinality(e.holidays) > 0) "
    "FROM executions e JOIN execution_counts c ON c.execution_id = e.id "
    "JOIN execution_plans p ON p.execution_id = e.id ";

// What a list holds: $1 the organization, $2 the program, $3 the status, $4 the program's name.
constexpr const char* of_list =
    "WHERE e.organization_id = $1 AND ($2::uuid IS NULL OR e.program_id = $2) "
    "AND ($3::int IS NULL OR e.status = $3) AND EXISTS (SELECT FROM programs g "
    "WHERE g.id = e.program_id AND g.name ILIKE $4)";

base::Error no_execution() {
    return {base::Errc::not_found, "no such execution", "EXECUTION_NOT_FOUND"};
}

std::optional<std::int32_t> number_of(const ExecutionFilter& filter) {
    if (!filter.status) return {};
    return static_cast<std::int32_t>(*filter.status);
}

schedule::Waits read_waits(const pg::Row& row, const Execution& execution) {
    const auto next = row.get<std::optional<base::Instant>>(28);
    const auto now = row.get<base::Instant>(29);
    const bool due = next && *next <= now;
    const auto opens = row.get<base::Instant>(36);
    const bool ever = opens < never;
    const auto closes = row.get<std::optional<base::Instant>>(37);
    schedule::Waits waits{.running = execution.status == ExecutionStatus::running,
                          .closed = now < opens || (closes && *closes <= now),
                          .unreadable = row.get<bool>(38),
                          .pending = execution.pending,
                          .due = due ? 1 : 0,
                          .planning = row.get<bool>(27),
                          .dialers = row.get<bool>(30),
                          .capacity = row.get<bool>(31),
                          .dids = row.get<bool>(32),
                          .trunks = row.get<bool>(33),
                          .live = execution.live};
    if (!due) waits.next_due = next;
    if (now < opens && ever) waits.opens = opens;
    if (execution.status == ExecutionStatus::scheduled) waits.start = execution.start_at;
    return waits;
}

Execution read_row(const pg::Row& row) {
    Execution it{.id = row.get<base::ExecutionId>(0),
                 .organization = row.get<base::OrganizationId>(1),
                 .program = row.get<base::ProgramId>(2),
                 .audience = row.get<base::AudienceId>(3),
                 .flow = row.get<base::FlowId>(4),
                 .flow_version = row.get<std::int32_t>(5),
                 .status = static_cast<ExecutionStatus>(row.get<std::int32_t>(6)),
                 .total = row.get<std::int64_t>(7),
                 .completed = row.get<std::int64_t>(8),
                 .failed = row.get<std::int64_t>(9),
                 .in_progress = row.get<std::int64_t>(11),
                 .skipped = row.get<std::int64_t>(10),
                 .dialled = row.get<std::int64_t>(12),
                 .answered = row.get<std::int64_t>(13),
                 .limits = {.max_concurrent_calls = row.get<std::optional<std::int32_t>>(39),
                            .calls_per_second = row.get<std::optional<double>>(40),
                            .priority = row.get<std::int32_t>(41)},
                 .live = row.get<bool>(42),
                 .auto_pause = auto_pause_in(row.get<std::string>(44)).value_or(AutoPauseRules{}),
                 .pause_reason = row.get<std::optional<std::string>>(43),
                 .start_at = row.get<base::Instant>(34),
                 .stop_at = row.get<std::optional<base::Instant>>(35),
                 .started_at = row.get<std::optional<base::Instant>>(23),
                 .ended_at = row.get<std::optional<base::Instant>>(24),
                 .created_at = row.get<base::Instant>(25),
                 .updated_at = row.get<base::Instant>(26)};
    for (int i = 0; i < schedule::outcome_count; ++i) {
        it.outcomes[static_cast<std::size_t>(i)] = row.get<std::int64_t>(14 + i);
    }
    it.pending = it.total - it.completed - it.failed - it.skipped - it.in_progress;
    if (schedule::is_over(gate_of(it.status))) {
        // Nobody waits any more: what stands in the queue is being skipped.
        it.skipped += it.pending;
        it.pending = 0;
    }
    return it;
}

Result<Execution> read_whole(pg::Transaction& transaction, const pg::Row& row) {
    auto it = read_row(row);
    auto waits = read_waits(row, it);
    it.waiting_for = schedule::waiting_for(waits);
    const bool by_person = row.get<bool>(45);
    if (!by_person || !it.waiting_for || it.waiting_for->reason != "retry") return it;
    const auto outside = first_is_outside_hours(transaction, it.id);
    if (!outside) return fail(outside.error());
    waits.hours = *outside;
    it.waiting_for = schedule::waiting_for(waits);
    return it;
}

} // namespace

Result<Execution> read_execution(pg::Transaction& transaction,
                                 const base::OrganizationId& organization,
                                 const base::ExecutionId& id) {
    const auto rows = transaction.exec(
        std::string{columns} + "WHERE e.id = $1 AND e.organization_id = $2", id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(no_execution());
    return read_whole(transaction, (*rows)[0]);
}

Result<base::ProgramId> program_of_execution(pg::Transaction& transaction,
                                             const base::OrganizationId& organization,
                                             const base::ExecutionId& id) {
    const auto rows =
        transaction.exec("SELECT program_id FROM executions WHERE id = $1 AND organization_id = $2 "
                         "AND program_id IS NOT NULL",
                         id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(no_execution());
    return (*rows)[0].get<base::ProgramId>(0);
}

Result<std::vector<Execution>> list_executions(pg::Transaction& transaction,
                                               const base::OrganizationId& organization,
                                               const ExecutionFilter& filter,
                                               const page::Request& wanted) {
    std::optional<base::Instant> time;
    std::optional<base::Uuid> id;
    if (wanted.after) {
        time = page::moment(wanted.after->value);
        id = base::Uuid::parse(wanted.after->id);
    }
    const auto part = page::clauses(wanted, "e.created_at", "$7", "$8", "e.id");
    const auto rows = transaction.exec(
        std::string{columns} + of_list + " AND " + part.behind + part.order + " LIMIT $5 OFFSET $6",
        organization, filter.program, number_of(filter), page::containing(wanted.search),
        static_cast<std::int64_t>(wanted.limit), wanted.offset(), time, id);
    if (!rows) return fail(rows.error());
    std::vector<Execution> found;
    for (const auto row : *rows) {
        auto execution = read_whole(transaction, row);
        if (!execution) return fail(execution.error());
        found.push_back(*std::move(execution));
    }
    return found;
}

Result<std::int64_t> count_executions(pg::Transaction& transaction,
                                      const base::OrganizationId& organization,
                                      const ExecutionFilter& filter,
                                      const std::string& search) {
    const auto rows =
        transaction.exec(std::string{"SELECT count(*) FROM executions e "} + of_list, organization,
                         filter.program, number_of(filter), page::containing(search));
    if (!rows) return fail(rows.error());
    return (*rows)[0].get<std::int64_t>(0);
}

} // namespace hatif::program_scheduler
