#include "program_scheduler/leasing/lease_rows.hpp"

#include "program_scheduler/executions/call_settings.hpp"
#include "program_scheduler/executions/status.hpp"
#include "program_scheduler/leasing/live_numbers.hpp"
#include "program_scheduler/limits.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

Lease lease_from(const pg::Row& row) {
    return {.attempt = row.get<base::AttemptId>(0),
            .epoch = row.get<std::int32_t>(1),
            .attempt_number = row.get<std::int32_t>(2),
            .job = row.get<base::JobId>(3),
            .execution = row.get<base::ExecutionId>(4),
            .organization = row.get<base::OrganizationId>(5),
            .program = row.get<base::ProgramId>(6),
            .contact = row.get<base::ContactId>(7),
            .did = row.get<base::DidId>(8),
            .trunk = row.get<base::TrunkId>(9),
            .worker = row.get<std::string>(10),
            .to = row.get<std::string>(11),
            .from = row.get<std::string>(12),
            .not_before = row.get<base::Instant>(13),
            .started_at = row.get<std::optional<base::Instant>>(14),
            .answered = row.get<bool>(15),
            .max_call = std::chrono::seconds{row.get<std::int32_t>(16)},
            .inbound = row.get<bool>(17),
            .not_after = row.get<std::optional<base::Instant>>(18)};
}

Gates gates_from(const pg::Rows& rows) {
    Gates gates;
    for (const auto row : rows) {
        auto gate = gate_of(static_cast<ExecutionStatus>(row.get<std::int32_t>(1)));
        const bool in_hours = row.get<bool>(2);
        if (gate == schedule::Gate::open && !in_hours) gate = schedule::Gate::paused;
        gates.emplace(row.get<base::ExecutionId>(0), gate);
    }
    return gates;
}

constexpr double validity = std::chrono::duration<double>{start_validity}.count();

// Of an execution: its status, and whether a call that is allowed now leaves within its hours. The
// clock is the one by which they were written, read after any wait for the row.
constexpr const char* gate_columns =
    "SELECT id, status, opens_at <= clock_timestamp() AND (closes_at IS NULL OR "
    "clock_timestamp() + make_interval(secs => $2) <= closes_at) FROM executions "
    "WHERE id = ANY($1)";

} // namespace

Result<std::vector<Lease>> lock_leases(pg::Transaction& transaction,
                                       const std::vector<base::AttemptId>& attempts) {
    const auto rows = transaction.exec(locking_leases(attempts));
    if (!rows) return fail(rows.error());
    return leases_in(*rows);
}

pg::Query locking_leases(const std::vector<base::AttemptId>& attempts) {
    return pg::query("SELECT attempt_id, epoch, attempt_number, job_id, execution_id, "
                     "organization_id, program_id, contact_id, did_id, trunk_id, worker, "
                     "to_number, from_number, not_before, started_at, answered, max_call, inbound, "
                     "not_after FROM leases WHERE attempt_id = ANY($1) ORDER BY attempt_id "
                     "FOR UPDATE",
                     attempts);
}

std::vector<Lease> leases_in(const pg::Rows& rows) {
    std::vector<Lease> leases;
    leases.reserve(static_cast<std::size_t>(rows.size()));
    for (const auto row : rows) leases.push_back(lease_from(row));
    return leases;
}

pg::Query insert_leases(std::vector<Lease> leases, std::chrono::seconds lease_time) {
    sort_by_number(leases);
    std::vector<base::AttemptId> attempts;
    std::vector<std::int32_t> epochs, numbers, max_calls;
    std::vector<base::JobId> jobs;
    std::vector<base::ExecutionId> executions;
    std::vector<base::OrganizationId> organizations;
    std::vector<base::ProgramId> programs;
    std::vector<base::ContactId> contacts;
    std::vector<base::DidId> dids;
    std::vector<base::TrunkId> trunks;
    std::vector<std::string> workers, from, to;
    std::vector<base::Instant> not_before;
    std::vector<std::optional<base::Instant>> not_after;
    for (const Lease& it : leases) {
        attempts.push_back(it.attempt);
        epochs.push_back(it.epoch);
        numbers.push_back(it.attempt_number);
        jobs.push_back(it.job);
        executions.push_back(it.execution);
        organizations.push_back(it.organization);
        programs.push_back(it.program);
        contacts.push_back(it.contact);
        dids.push_back(it.did);
        trunks.push_back(it.trunk);
        workers.push_back(it.worker);
        from.push_back(it.from);
        to.push_back(it.to);
        not_before.push_back(it.not_before);
        not_after.push_back(it.not_after);
        max_calls.push_back(in_seconds(it.max_call));
    }
    return pg::query(
        "WITH u AS MATERIALIZED (SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], "
        "$4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[], "
        "$11::text[], $12::text[], $13::timestamptz[], $14::int[], $15::text[], "
        "$16::timestamptz[]) AS u(attempt, epoch, number, job, execution, organization, program, "
        "contact, did, trunk, worker, caller, not_before, max_call, callee, not_after)), "
        "held AS (INSERT INTO live_numbers (organization_id, number, attempt_id) "
        "SELECT organization, callee, attempt FROM u WHERE callee <> '' "
        "ON CONFLICT (organization_id, number) DO NOTHING RETURNING attempt_id), "
        "leased AS (INSERT INTO leases (attempt_id, epoch, attempt_number, job_id, execution_id, "
        "organization_id, program_id, contact_id, did_id, trunk_id, worker, from_number, "
        "not_before, max_call, leased_at, expires_at, to_number, not_after) "
        "SELECT attempt, epoch, number, job, execution, organization, program, contact, did, "
        "trunk, worker, caller, not_before, max_call, clock_timestamp(), "
        "clock_timestamp() + make_interval(secs => $17), "
        "CASE WHEN attempt_id IS NULL THEN '' ELSE callee END, "
        "CASE WHEN attempt_id IS NULL THEN NULL ELSE not_after END "
        "FROM u LEFT JOIN held ON attempt_id = attempt) SELECT attempt_id FROM held",
        attempts, epochs, numbers, jobs, executions, organizations, programs, contacts, dids,
        trunks, workers, from, not_before, max_calls, to, not_after,
        static_cast<double>(lease_time.count()));
}

Result<std::vector<base::ExecutionId>> executions_of(pg::Transaction& transaction,
                                                     const std::vector<base::AttemptId>& attempts) {
    const auto rows = transaction.exec(
        "SELECT DISTINCT execution_id FROM leases WHERE attempt_id = ANY($1) ORDER BY 1", attempts);
    if (!rows) return fail(rows.error());
    std::vector<base::ExecutionId> executions;
    for (const auto row : *rows) executions.push_back(row.get<base::ExecutionId>(0));
    return executions;
}

Result<void> lock_stories(pg::Transaction& transaction,
                          const std::vector<base::ExecutionId>& executions) {
    return transaction.defer(
        "SELECT pg_advisory_xact_lock(k) FROM (SELECT hashtextextended(id::text, 0) AS k "
        "FROM unnest($1::uuid[]) AS u(id) ORDER BY k OFFSET 0) sorted",
        executions);
}

Result<Gates> lock_gates(pg::Transaction& transaction,
                         const std::vector<base::ExecutionId>& executions) {
    const auto rows = transaction.exec(std::string{gate_columns} + " ORDER BY id FOR SHARE",
                                       executions, validity);
    if (!rows) return fail(rows.error());
    return gates_from(*rows);
}

Result<Gates> read_gates(pg::Transaction& transaction,
                         const std::vector<base::ExecutionId>& executions) {
    const auto rows = transaction.exec(gate_columns, executions, validity);
    if (!rows) return fail(rows.error());
    return gates_from(*rows);
}

} // namespace hatif::program_scheduler
