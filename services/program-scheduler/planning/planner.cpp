#include "program_scheduler/planning/planner.hpp"

#include "base/clock.hpp"
#include "program_scheduler/executions/announce.hpp"
#include "program_scheduler/executions/counts.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/limits.hpp"
#include "rpc/status.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

Result<std::vector<Planner::Plan>> Planner::find(pg::Transaction& transaction) {
    const auto rows = transaction.exec(
        "SELECT e.id, e.organization_id, e.audience_id, e.audience_version, p.cursor, p.planned, "
        "e.total FROM executions e JOIN execution_plans p ON p.execution_id = e.id "
        "WHERE e.status = 2 AND NOT p.done AND (SELECT count(*) FROM (SELECT FROM job_queue "
        "WHERE execution_id = e.id AND due_at <= now() LIMIT $1 / 2) q) < $1 / 2 ORDER BY e.id",
        static_cast<std::int64_t>(window_size));
    if (!rows) return fail(rows.error());
    std::vector<Plan> plans;
    for (const auto row : *rows) {
        plans.push_back({row.get<base::ExecutionId>(0), row.get<base::OrganizationId>(1),
                         row.get<base::AudienceId>(2), row.get<std::int64_t>(3),
                         row.get<std::optional<base::Uuid>>(4), row.get<std::int64_t>(5),
                         row.get<std::int64_t>(6)});
    }
    return plans;
}

Result<std::vector<base::ContactId>> Planner::next_members(const Plan& plan) {
    contact::v1::MembersRequest request;
    request.set_organization_id(plan.organization.value().to_string());
    request.set_audience_id(plan.audience.value().to_string());
    request.set_version(plan.audience_version);
    if (plan.cursor) request.set_after(plan.cursor->to_string());
    request.set_limit(window_size);
    grpc::ClientContext context;
    identity_.prepare(context, 10s);
    const auto stream = contacts_.Members(&context, request);
    std::vector<base::ContactId> members;
    contact::v1::MembersResponse response;
    while (stream->Read(&response)) {
        const std::string& raw = response.contact_ids();
        for (std::size_t at = 0; at + 16 <= raw.size(); at += 16) {
            base::Uuid::Bytes bytes{};
            std::copy_n(raw.begin() + static_cast<std::ptrdiff_t>(at), 16, bytes.begin());
            members.emplace_back(base::Uuid{bytes});
        }
    }
    const auto status = stream->Finish();
    if (!status.ok()) return fail(rpc::from_status(status));
    return members;
}

namespace {

/// The stream yields the version's count by its contract. Should it ever yield less, those who are
/// missing cannot be called: they count as skipped, and the execution can still end. Its status is
/// as the story's lock keeps it.
Result<void> skip_missing(pg::Transaction& transaction,
                          const base::ExecutionId& execution,
                          std::int64_t missing,
                          base::Instant now) {
    CountChanges changes;
    changes.skipped(execution, missing);
    if (auto written = changes.write(transaction); !written) return written;
    const auto rows = transaction.exec(
        "SELECT organization_id, program_id, status FROM executions WHERE id = $1", execution);
    if (!rows) return fail(rows.error());
    const auto row = (*rows)[0];
    const ExecutionName name{row.get<base::OrganizationId>(0), execution,
                             row.get<base::ProgramId>(1)};
    const auto status = static_cast<ExecutionStatus>(row.get<std::int32_t>(2));
    return pg::announce(transaction, {status_changed(name, status, missing, now)});
}

} // namespace

Result<void> Planner::write_window(pg::Transaction& transaction,
                                   const Plan& plan,
                                   const std::vector<base::ContactId>& members) {
    const auto count = static_cast<std::int64_t>(members.size());
    const bool done = members.size() < window_size || plan.planned + count >= plan.total;
    if (auto locked = lock_stories(transaction, {plan.execution}); !locked) return locked;
    const auto cursor = members.empty() ? plan.cursor : std::optional{members.back().value()};
    const auto moved =
        transaction.exec("UPDATE execution_plans SET cursor = $2, done = $4, "
                         "planned = CASE WHEN $4 THEN $6 ELSE planned + $3 END "
                         "WHERE execution_id = $1 AND NOT done AND cursor IS NOT DISTINCT FROM $5",
                         plan.execution, cursor, count, done, plan.cursor, plan.total);
    if (!moved) return fail(moved.error());
    if (moved->affected() == 0) return {}; // planned by another replica, or cancelled
    const auto now = base::SystemClock{}.now();
    if (const auto missing = plan.total - plan.planned - count; done && missing > 0) {
        auto skipped = skip_missing(transaction, plan.execution, missing, now);
        if (!skipped) return skipped;
    }
    std::vector<base::JobId> jobs;
    for (std::size_t i = 0; i < members.size(); ++i) jobs.emplace_back(base::Uuid::v7(now));
    const auto written = transaction.exec(
        "WITH made AS (INSERT INTO jobs (id, execution_id, organization_id, contact_id) "
        "SELECT j, $1, $2, c FROM unnest($3::uuid[], $4::uuid[]) AS u(j, c) RETURNING id) "
        "INSERT INTO job_queue (execution_id, due_at, job_id) SELECT $1, now(), id FROM made",
        plan.execution, plan.organization, jobs, members);
    if (!written) return fail(written.error());
    return {};
}

Result<void> Planner::plan_window(const Plan& plan) {
    const auto members = next_members(plan);
    if (!members) return fail(members.error());
    return pool_.transact(
        [&](pg::Transaction& transaction) { return write_window(transaction, plan, *members); });
}

Result<bool> Planner::plan() {
    const auto plans = pool_.transact(find);
    if (!plans) return fail(plans.error());
    // One audience that cannot be read keeps no other execution waiting.
    Result<bool> answer{!plans->empty()};
    for (const Plan& plan : *plans) {
        if (auto planned = plan_window(plan); !planned) answer = fail(planned.error());
    }
    return answer;
}

} // namespace hatif::program_scheduler
