#include "program_scheduler/leasing/claim.hpp"

#include "base/clock.hpp"
#include "program_scheduler/executions/call_settings.hpp"
#include "program_scheduler/leasing/candidates.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// A job taken out of the queue for one place.
struct Taken {
    base::JobId job;
    base::ContactId contact;
    base::AttemptId attempt;
    int epoch = 0;
    int attempt_number = 1;
};

/// Takes the most urgent jobs out of the queue, and counts their attempts' epochs up. The choice is
/// materialized: as a plain subquery a nested loop may run it again for each row, skip what this
/// statement has locked itself, and so take more than `count`.
Result<std::vector<Taken>>
take(pg::Transaction& transaction, const base::ExecutionId& execution, std::int64_t count) {
    const auto taken = transaction.exec(
        "WITH p AS MATERIALIZED (SELECT due_at, job_id FROM job_queue "
        "WHERE execution_id = $1 AND due_at <= now() ORDER BY due_at, job_id LIMIT $2 "
        "FOR UPDATE SKIP LOCKED) DELETE FROM job_queue q USING p WHERE q.execution_id = $1 "
        "AND q.due_at = p.due_at AND q.job_id = p.job_id RETURNING q.job_id",
        execution, count);
    if (!taken) return fail(taken.error());
    std::vector<base::JobId> jobs;
    std::vector<base::AttemptId> fresh;
    const auto now = base::SystemClock{}.now();
    for (const auto row : *taken) {
        jobs.push_back(row.get<base::JobId>(0));
        fresh.emplace_back(base::Uuid::v7(now));
    }
    const auto rows = transaction.exec(
        "UPDATE jobs j SET attempt_id = coalesce(j.attempt_id, u.attempt_id), epoch = j.epoch + 1 "
        "FROM unnest($1::uuid[], $2::uuid[]) AS u(id, attempt_id) WHERE j.id = u.id "
        "RETURNING j.id, j.contact_id, j.attempt_id, j.epoch, j.attempts + 1",
        jobs, fresh);
    if (!rows) return fail(rows.error());
    std::vector<Taken> all;
    for (const auto row : *rows) {
        all.push_back({row.get<base::JobId>(0), row.get<base::ContactId>(1),
                       row.get<base::AttemptId>(2), row.get<std::int32_t>(3),
                       row.get<std::int32_t>(4)});
    }
    return all;
}

Result<void> insert_leases(pg::Transaction& transaction,
                           const std::vector<Claimed>& claimed,
                           std::chrono::seconds lease_time) {
    std::vector<base::Uuid> attempts, jobs, executions, organizations, programs, contacts, dids,
        trunks;
    std::vector<std::int32_t> epochs, numbers, longest;
    std::vector<std::string> workers, from;
    std::vector<base::Instant> not_before;
    for (const Claimed& it : claimed) {
        attempts.push_back(it.lease.attempt.value());
        jobs.push_back(it.lease.job.value());
        executions.push_back(it.lease.execution.value());
        organizations.push_back(it.lease.organization.value());
        programs.push_back(it.lease.program.value());
        contacts.push_back(it.lease.contact.value());
        dids.push_back(it.lease.did.value());
        trunks.push_back(it.lease.trunk.value());
        epochs.push_back(it.lease.epoch);
        numbers.push_back(it.lease.attempt_number);
        workers.push_back(it.lease.worker);
        from.push_back(it.lease.from);
        not_before.push_back(it.lease.not_before);
        longest.push_back(in_seconds(it.lease.max_call));
    }
    const auto inserted = transaction.exec(
        "INSERT INTO leases (attempt_id, epoch, attempt_number, job_id, execution_id, "
        "organization_id, program_id, contact_id, did_id, trunk_id, worker, from_number, "
        "not_before, max_call, expires_at) SELECT *, now() + make_interval(secs => $15) "
        "FROM unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::uuid[], "
        "$7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[], $11::text[], $12::text[], "
        "$13::timestamptz[], $14::int[])",
        attempts, epochs, numbers, jobs, executions, organizations, programs, contacts, dids,
        trunks, workers, from, not_before, longest, static_cast<double>(lease_time.count()));
    if (!inserted) return fail(inserted.error());
    return {};
}

/// Fills the places of one candidate with its most urgent jobs.
Result<void> fill(pg::Transaction& transaction,
                  const Candidate& candidate,
                  const SharedRoom& shared,
                  const std::vector<schedule::Place>& places,
                  const std::string& worker,
                  std::vector<Claimed>& claimed) {
    const auto taken =
        take(transaction, candidate.execution, static_cast<std::int64_t>(places.size()));
    if (!taken) return fail(taken.error());
    for (std::size_t i = 0; i < taken->size(); ++i) {
        const Taken& it = (*taken)[i];
        claimed.push_back({{.attempt = it.attempt,
                            .epoch = it.epoch,
                            .attempt_number = it.attempt_number,
                            .job = it.job,
                            .execution = candidate.execution,
                            .organization = candidate.organization,
                            .program = candidate.program,
                            .contact = it.contact,
                            .did = base::DidId{shared.did(places[i].did)},
                            .trunk = base::TrunkId{shared.trunk(places[i].trunk)},
                            .worker = worker,
                            .from = shared.number(places[i].did),
                            .not_before = places[i].not_before,
                            .max_call = candidate.max_call},
                           candidate.audience,
                           candidate.audience_version,
                           candidate.currency,
                           candidate.include_unreachable,
                           candidate.closes_at,
                           shared.other_trunks(places[i])});
    }
    return {};
}

Result<std::vector<Claimed>> claim_in(pg::Transaction& transaction,
                                      const std::string& worker,
                                      std::int64_t most,
                                      std::chrono::seconds lease_time) {
    std::vector<Claimed> claimed;
    const auto candidates = find_candidates(transaction, most);
    if (!candidates) return fail(candidates.error());
    if (candidates->empty()) return claimed;
    auto shared = SharedRoom::lock(transaction, *candidates, worker);
    if (!shared) return fail(shared.error());
    const auto places =
        schedule::allocate(shared->room, shared->demands, most, shared->now, lease_ahead);
    for (std::size_t i = 0; i < candidates->size(); ++i) {
        std::vector<schedule::Place> own;
        std::copy_if(places.begin(), places.end(), std::back_inserter(own),
                     [&](const schedule::Place& it) { return it.demand == i; });
        if (own.empty()) continue;
        auto filled = fill(transaction, (*candidates)[i], *shared, own, worker, claimed);
        if (!filled) return fail(filled.error());
    }
    if (claimed.empty()) return claimed;
    if (auto done = shared->save(transaction); !done) return fail(done.error());
    if (auto done = insert_leases(transaction, claimed, lease_time); !done)
        return fail(done.error());
    return claimed;
}

} // namespace

Result<std::vector<Claimed>> claim(pg::Pool& pool,
                                   const std::string& worker,
                                   std::int64_t most,
                                   std::chrono::seconds lease_time) {
    return pool.transact([&](pg::Transaction& transaction) {
        return claim_in(transaction, worker, std::min(most, claim_size), lease_time);
    });
}

} // namespace hatif::program_scheduler
