#include "program_scheduler/leasing/trail_notes.hpp"

#include <hatif/program/v1/call_service.pb.h>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// What is written of several jobs, column by column.
struct Notes {
    std::vector<base::JobId> jobs;
    std::vector<std::int32_t> attempts;
    std::vector<std::string> reasons, workers;

    void add(const Lease& lease, const std::string& reason) {
        jobs.push_back(lease.job);
        attempts.push_back(lease.attempt_number);
        reasons.push_back(reason);
        workers.push_back(lease.worker);
    }
};

/// One row for an attempt and a reason: whoever goes back again and again is counted.
Result<void> write(pg::Transaction& transaction,
                   program::v1::TrailKind kind,
                   const Notes& notes,
                   base::Instant now) {
    if (notes.jobs.empty()) return {};
    const auto written = transaction.exec(
        "INSERT INTO job_trail (job_id, attempt_number, kind, reason, worker, first_at, last_at) "
        "SELECT j, a, $4, r, w, $6, $6 FROM unnest($1::uuid[], $2::int[], $3::text[], $5::text[]) "
        "AS u(j, a, r, w) ORDER BY j ON CONFLICT (job_id, attempt_number, kind, reason) DO UPDATE "
        "SET last_at = EXCLUDED.last_at, times = job_trail.times + 1, worker = EXCLUDED.worker",
        notes.jobs, notes.attempts, notes.reasons, static_cast<std::int32_t>(kind), notes.workers,
        now);
    if (!written) return fail(written.error());
    return {};
}

} // namespace

Result<void>
note_returns(pg::Transaction& transaction, const std::vector<Return>& returns, base::Instant now) {
    Notes notes;
    for (const Return& it : returns) notes.add(it.lease, it.why);
    return write(transaction, program::v1::TRAIL_KIND_WENT_BACK, notes, now);
}

Result<void>
note_skips(pg::Transaction& transaction, const std::vector<Skip>& skips, base::Instant now) {
    Notes notes;
    for (const Skip& it : skips) notes.add(it.lease, it.reason);
    return write(transaction, program::v1::TRAIL_KIND_SKIPPED, notes, now);
}

Result<void> note_skip(pg::Transaction& transaction,
                       const base::JobId& job,
                       int attempt_number,
                       const std::string& reason,
                       base::Instant now) {
    const Notes notes{{job}, {attempt_number}, {reason}, {""}};
    return write(transaction, program::v1::TRAIL_KIND_SKIPPED, notes, now);
}

} // namespace hatif::program_scheduler
