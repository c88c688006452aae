#include "program_scheduler/calls/call_control.hpp"

#include "program_scheduler/calls/single_call_rows.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/executions/announce.hpp"
#include "program_scheduler/executions/currency.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/leasing/trail_notes.hpp"
#include "program_scheduler/numbers/bounds.hpp"
#include "program_scheduler/numbers/did_pool.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
using program::v1::CallStatus;

namespace {

constexpr const char* skipped = "skipped_cancelled";

/// A call that is to be taken back, its line's story held.
struct Held {
    base::JobId job;
    base::OrganizationId organization;
    base::ExecutionId line;
    base::ContactId contact;
    base::FlowId flow;
};

Result<Held> hold(pg::Transaction& transaction,
                  const base::OrganizationId& organization,
                  const base::JobId& job) {
    const auto found = transaction.exec(
        "SELECT j.execution_id, j.contact_id, s.flow_id FROM jobs j JOIN single_calls s "
        "ON s.job_id = j.id WHERE j.id = $1 AND j.organization_id = $2",
        job, organization);
    if (!found) return fail(found.error());
    if (found->empty()) return fail(Errc::not_found, "no such call request", "JOB_NOT_FOUND");
    const auto row = (*found)[0];
    const Held held{job, organization, row.get<base::ExecutionId>(0), row.get<base::ContactId>(1),
                    row.get<base::FlowId>(2)};
    if (auto locked = lock_stories(transaction, {held.line}); !locked) return fail(locked.error());
    // Whoever ends or skips a job holds the story too: from here on its status stays.
    const auto open = transaction.exec("SELECT FROM jobs WHERE id = $1 AND status = 0", job);
    if (!open) return fail(open.error());
    if (open->empty()) return fail(Errc::conflict, "the call is over", "JOB_STATUS_CONFLICT");
    return held;
}

/// Answers whether the job waited, and now does not.
Result<bool> take_out_of_queue(pg::Transaction& transaction, const Held& held, base::Instant now) {
    const auto gone = transaction.exec(
        "WITH gone AS (DELETE FROM job_queue WHERE execution_id = $1 AND job_id = $2 RETURNING "
        "job_id) UPDATE jobs j SET status = 3, reason = $3, attempt_id = NULL "
        "FROM gone WHERE j.id = gone.job_id RETURNING j.attempts + 1",
        held.line, held.job, skipped);
    if (!gone) return fail(gone.error());
    if (gone->empty()) return false;
    if (auto noted =
            note_skip(transaction, held.job, (*gone)[0].get<std::int32_t>(0), skipped, now);
        !noted) {
        return fail(noted.error());
    }
    auto told = pg::announce(transaction, {job_skipped(name_of_single(held.organization), held.job,
                                                       held.contact, held.flow, skipped, now)});
    if (!told) return fail(told.error());
    return true;
}

/// The attempt that a worker holds, locked; nothing when none does.
Result<std::optional<Lease>> lock_lease(pg::Transaction& transaction, const Held& held) {
    const auto attempt = transaction.exec(
        "SELECT attempt_id FROM jobs WHERE id = $1 AND attempt_id IS NOT NULL", held.job);
    if (!attempt) return fail(attempt.error());
    if (attempt->empty()) return std::optional<Lease>{};
    auto leases = lock_leases(transaction, {(*attempt)[0].get<base::AttemptId>(0)});
    if (!leases) return fail(leases.error());
    if (leases->empty()) return std::optional<Lease>{};
    return std::optional{std::move(leases->front())};
}

} // namespace

Result<MadeCall> make_call(pg::Transaction& transaction,
                           const Attributes& attributes,
                           const rpc::Caller& caller,
                           const CallRequest& request,
                           base::Instant now) {
    const auto& organization = *caller.organization;
    const auto flow = launchable_flow(transaction, attributes, caller, request.flow);
    if (!flow) return fail(flow.error());
    const auto did = resolve_did(transaction, organization, request.from, request.from_path);
    if (!did) return fail(did.error());
    if (auto done = refresh_bounds(transaction, organization, caller.settings, {did->id}); !done) {
        return fail(done.error());
    }
    const auto line = line_at(transaction, organization, did->id, now);
    if (!line) return fail(line.error());

    const SingleCall call{.flow = request.flow,
                          .flow_version = static_cast<int>(flow->version),
                          .retry = request.retry,
                          .initial_variables = request.initial_variables,
                          .currency = currency_of(caller.settings),
                          .test = request.test,
                          .recording = request.recording};
    NewCall made{.job = base::JobId{base::Uuid::v7(now)},
                 .line = *line,
                 .organization = organization,
                 .contact = request.contact,
                 .due_at = std::max(now, request.start_at.value_or(now)),
                 .first_attempt = base::AttemptId{base::Uuid::v7(now)}};
    if (auto done = insert_call(transaction, made, call, now); !done) return fail(done.error());
    const QueuedCall queued{organization,      made.job,    made.contact, call.flow,
                            call.flow_version, made.due_at, call.test};
    if (auto told = pg::announce(transaction, {job_queued(queued, now)}); !told) {
        return fail(told.error());
    }
    return MadeCall{made.job, made.first_attempt};
}

Result<CallStatus> cancel_call(pg::Transaction& transaction,
                               const base::OrganizationId& organization,
                               const base::JobId& job,
                               base::Instant now) {
    const auto held = hold(transaction, organization, job);
    if (!held) return fail(held.error());
    const auto marked = transaction.exec(
        "UPDATE single_calls SET cancelled_at = coalesce(cancelled_at, $2) WHERE job_id = $1", job,
        now);
    if (!marked) return fail(marked.error());
    // It waits or a worker holds it; while we look it may change over once, from the one to the
    // other.
    for (int looks = 0; looks < 2; ++looks) {
        const auto waited = take_out_of_queue(transaction, *held, now);
        if (!waited) return fail(waited.error());
        if (*waited) return program::v1::CALL_STATUS_FAILED;
        const auto lease = lock_lease(transaction, *held);
        if (!lease) return fail(lease.error());
        if (!*lease) continue;
        if ((*lease)->started_at) return program::v1::CALL_STATUS_ACTIVE;
        if (auto done = skip(transaction, {{**lease, skipped}}, now); !done) {
            return fail(done.error());
        }
        return program::v1::CALL_STATUS_FAILED;
    }
    // It keeps changing: whoever leases it next finds it cancelled (leasing/briefing.cpp).
    return program::v1::CALL_STATUS_QUEUED;
}

} // namespace hatif::program_scheduler
