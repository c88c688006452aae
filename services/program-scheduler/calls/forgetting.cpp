#include "program_scheduler/calls/forgetting.hpp"

#include "base/ids.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// The least id of version 7 that was made at `at`.
base::Uuid first_at(base::Instant at) {
    auto milliseconds =
        std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
    base::Uuid::Bytes bytes{};
    for (std::size_t i = 6; i-- > 0; milliseconds /= 256) {
        bytes[i] = static_cast<std::uint8_t>(milliseconds % 256);
    }
    return base::Uuid{bytes};
}

/// Of program's jobs; those of single calls go with them. Of two replicas each takes others.
constexpr const char* notes =
    "DELETE FROM job_trail WHERE (job_id, attempt_number, kind, reason) IN (SELECT t.job_id, "
    "t.attempt_number, t.kind, t.reason FROM job_trail t JOIN jobs j ON j.id = t.job_id "
    "WHERE t.job_id < $1 AND j.status <> 0 ORDER BY t.job_id LIMIT $2 FOR UPDATE OF t SKIP LOCKED)";

constexpr const char* calls =
    "WITH old AS MATERIALIZED (SELECT s.job_id FROM single_calls s JOIN jobs j ON j.id = s.job_id "
    "WHERE s.job_id < $1 AND j.status <> 0 ORDER BY s.job_id LIMIT $2 FOR UPDATE OF s SKIP LOCKED) "
    "DELETE FROM single_calls s USING old WHERE s.job_id = old.job_id RETURNING s.job_id";

/// In the order of what names what.
constexpr const char* of_calls[] = {"DELETE FROM job_trail WHERE job_id = ANY($1)",
                                    "DELETE FROM attempts WHERE job_id = ANY($1)",
                                    "DELETE FROM jobs WHERE id = ANY($1)"};

} // namespace

Result<bool> Forgetting::forget(std::int64_t most) {
    const auto before = first_at(clock_.now() - keep_);
    return pool_.transact([&](pg::Transaction& transaction) -> Result<bool> {
        const auto gone = transaction.exec(calls, before, most);
        if (!gone) return fail(gone.error());
        std::vector<base::JobId> jobs;
        for (const auto row : *gone) jobs.push_back(row.get<base::JobId>(0));
        for (const auto* statement : of_calls) {
            if (jobs.empty()) break;
            if (const auto done = transaction.exec(statement, jobs); !done) {
                return fail(done.error());
            }
        }
        const auto noted = transaction.exec(notes, before, most);
        if (!noted) return fail(noted.error());
        return gone->size() == most || noted->affected() == most;
    });
}

} // namespace hatif::program_scheduler
