#include "program_scheduler/programs/launch.hpp"

#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/executions/announce.hpp"
#include "program_scheduler/numbers/did_pool.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// Writes the bounds that the execution's calls will be counted against, as they are now.
Result<void> write_capacity(pg::Transaction& transaction,
                            const rpc::OrganizationSettings& settings,
                            const Program& program) {
    std::optional<std::int64_t> most;
    std::optional<double> rate;
    if (settings.max_concurrent_calls > 0) most = settings.max_concurrent_calls;
    if (settings.calls_per_second > 0) rate = settings.calls_per_second;
    // Sorted by (kind, id), as everyone locks them.
    const auto written = transaction.exec(
        "INSERT INTO capacity (kind, id, max_concurrent, per_second) "
        "SELECT * FROM (SELECT 0, $1::uuid, $2::bigint, $3::float8 "
        "UNION ALL SELECT 1, $4::uuid, $5::bigint, $6::float8 "
        "UNION ALL SELECT 2, id, max_concurrent_calls, NULL FROM dids WHERE id = ANY($7) "
        "UNION ALL SELECT 3, id, max_concurrent_calls, calls_per_second FROM trunks) "
        "AS b(kind, id, max_concurrent, per_second) ORDER BY kind, id "
        "ON CONFLICT (kind, id) DO UPDATE SET max_concurrent = EXCLUDED.max_concurrent, "
        "per_second = EXCLUDED.per_second WHERE (capacity.max_concurrent, capacity.per_second) "
        "IS DISTINCT FROM (EXCLUDED.max_concurrent, EXCLUDED.per_second)",
        program.organization, most, rate, program.id,
        program.words.max_concurrent_calls
            ? std::optional<std::int64_t>{*program.words.max_concurrent_calls}
            : std::nullopt,
        program.words.calls_per_second, program.dids);
    if (!written) return fail(written.error());
    return {};
}

Result<void> insert_execution(pg::Transaction& transaction,
                              const Program& program,
                              const base::ExecutionId& id,
                              int flow_version,
                              const AudienceNow& audience,
                              base::Instant now) {
    const auto inserted = transaction.exec(
        "INSERT INTO executions (id, organization_id, program_id, audience_id, audience_version, "
        "flow_id, flow_version, did_pool, retry_type, retry_delay_minutes, retry_max, total, "
        "status, "
        "started_at, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 2, $13, $13, $13)",
        id, program.organization, program.id, program.words.audience, audience.version,
        program.words.flow, flow_version, program.dids,
        static_cast<std::int32_t>(program.words.retries.type), program.words.retries.delay_minutes,
        program.words.retries.max_retries, audience.count, now);
    if (!inserted && inserted.error().code == Errc::already_exists) {
        return fail(Errc::invalid, "an execution of this program is still running",
                    "EXECUTION_ALREADY_RUNNING");
    }
    if (!inserted) return fail(inserted.error());
    for (const auto* table : {"execution_plans", "execution_counts"}) {
        const auto row = transaction.exec(
            "INSERT INTO " + std::string{table} + " (execution_id) VALUES ($1)", id);
        if (!row) return fail(row.error());
    }
    return {};
}

Result<void> check_not_running(pg::Transaction& transaction, const base::ProgramId& program) {
    const auto alive = transaction.exec(
        "SELECT FROM executions WHERE program_id = $1 AND status IN (2, 3)", program);
    if (!alive) return fail(alive.error());
    if (alive->empty()) return {};
    return fail(Errc::invalid, "an execution of this program is still running",
                "EXECUTION_ALREADY_RUNNING");
}

std::vector<std::string> as_text(const std::vector<base::DidId>& ids) {
    std::vector<std::string> text;
    text.reserve(ids.size());
    for (const auto& id : ids) text.push_back(id.value().to_string());
    return text;
}

} // namespace

Result<base::ExecutionId> launch(pg::Transaction& transaction,
                                 const rpc::Caller& caller,
                                 const Program& program,
                                 const AudienceNow& audience,
                                 base::Instant now) {
    if (program.words.status != ProgramStatus::active) {
        return fail(Errc::conflict, "the program is not active", "PROGRAM_STATUS_CONFLICT");
    }
    if (auto idle = check_not_running(transaction, program.id); !idle) return fail(idle.error());
    const auto flow = newest_version(transaction, program.organization, program.words.flow);
    if (!flow) return fail(flow.error());
    if (auto valid = require_valid(*flow); !valid) return fail(valid.error());
    const auto pool = resolve_pool(transaction, program.organization, as_text(program.dids));
    if (!pool) return fail(pool.error());
    if (audience.count == 0) {
        return fail(Errc::invalid, "the audience has no contacts", "AUDIENCE_EMPTY");
    }
    const base::ExecutionId id{base::Uuid::v7(now)};
    const int version = static_cast<int>(flow->flow.version);
    if (auto done = write_capacity(transaction, caller.settings, program); !done) {
        return fail(done.error());
    }
    if (auto done = insert_execution(transaction, program, id, version, audience, now); !done) {
        return fail(done.error());
    }
    const Launch what{program.words.audience, audience.version, program.words.flow, version,
                      audience.count};
    auto told = pg::announce(
        transaction, {execution_launched({program.organization, id, program.id}, what, now)});
    if (!told) return fail(told.error());
    return id;
}

} // namespace hatif::program_scheduler
