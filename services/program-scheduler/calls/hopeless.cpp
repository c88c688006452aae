#include "program_scheduler/calls/hopeless.hpp"

#include <hatif/program/v1/call_service.pb.h>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Times that it went back before; with come_back_after between them: 2, 4, 8, 16, 32, 32, … s.
constexpr std::int32_t most_returns = 10;

} // namespace

Result<std::set<base::JobId>> hopeless_calls(pg::Transaction& transaction,
                                             const std::vector<Lease>& leases) {
    std::set<base::JobId> found;
    std::vector<base::JobId> jobs;
    std::vector<std::int32_t> numbers;
    for (const Lease& lease : leases) {
        if (!lease.is_single()) continue;
        jobs.push_back(lease.job);
        numbers.push_back(lease.attempt_number);
    }
    if (jobs.empty()) return found;
    const auto rows = transaction.exec(
        "SELECT t.job_id FROM job_trail t JOIN unnest($1::uuid[], $2::int[]) AS u(job, number) "
        "ON t.job_id = u.job AND t.attempt_number = u.number WHERE t.kind = $3 "
        "AND t.reason = 'flow_unavailable' AND t.times >= $4",
        jobs, numbers, static_cast<std::int32_t>(program::v1::TRAIL_KIND_WENT_BACK), most_returns);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) found.insert(row.get<base::JobId>(0));
    return found;
}

} // namespace hatif::program_scheduler
