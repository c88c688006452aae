#include "program_scheduler/leasing/candidates.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using base::Uuid;

Result<std::vector<Candidate>> find_candidates(pg::Transaction& transaction, std::int64_t most) {
    // First whether anyone is due at all, which costs little for the many who wait. Those who keep
    // the number that called them first are counted by number: many who wait for a full one hide
    // nobody else.
    const auto rows = transaction.exec(
        "SELECT e.id, e.organization_id, coalesce(e.program_id, e.organization_id), "
        "e.audience_id, e.audience_version, e.did_pool, q.due, e.currency, e.include_unreachable, "
        "e.priority, e.closes_at, e.max_call_duration, q.did_id FROM executions e "
        "CROSS JOIN LATERAL (SELECT NULL::uuid AS did_id, count(*) AS due FROM (SELECT FROM "
        "job_queue WHERE execution_id = e.id AND due_at <= now() AND did_id IS NULL LIMIT $1) d "
        "UNION ALL SELECT k.id, (SELECT count(*) FROM (SELECT FROM job_queue WHERE "
        "execution_id = e.id AND did_id = k.id AND due_at <= now() LIMIT $1) d) "
        "FROM unnest(e.did_pool) AS k(id) WHERE e.sticky_did) q "
        "WHERE e.status = 2 AND e.opens_at <= now() AND (e.closes_at IS NULL OR e.closes_at > "
        "now()) AND (SELECT due_at FROM job_queue WHERE execution_id = e.id ORDER BY due_at "
        "LIMIT 1) <= now() AND q.due > 0",
        most);
    if (!rows) return fail(rows.error());
    std::vector<Candidate> found;
    for (const auto row : *rows) {
        found.push_back(
            {row.get<base::ExecutionId>(0), row.get<base::OrganizationId>(1),
             row.get<base::ProgramId>(2), row.get<base::AudienceId>(3), row.get<std::int64_t>(4),
             row.get<std::vector<Uuid>>(5), row.get<std::int64_t>(6), row.get<std::string>(7),
             row.get<bool>(8), row.get<std::int32_t>(9), row.get<std::optional<base::Instant>>(10),
             std::chrono::seconds{row.get<std::int32_t>(11)}, row.get<std::optional<Uuid>>(12)});
    }
    return found;
}

} // namespace hatif::program_scheduler
