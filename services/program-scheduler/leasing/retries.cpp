#include "program_scheduler/leasing/retries.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

Verdict skipped(std::string reason) {
    return {JobStatus::skipped, std::move(reason), {}};
}

} // namespace

Result<void> Retries::read_earlier(pg::Transaction& transaction,
                                   const std::vector<base::JobId>& jobs) {
    if (jobs.empty()) return {};
    const auto rows = transaction.exec("SELECT job_id, outcome, count(*)::int FROM attempts "
                                       "WHERE job_id = ANY($1) GROUP BY job_id, outcome",
                                       jobs);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        earlier_[{row.get<base::JobId>(0), schedule::outcome_from(row.get<std::int32_t>(1))}] =
            row.get<std::int32_t>(2);
    }
    return {};
}

Result<void> Retries::read_zones(pg::Transaction& transaction,
                                 const std::vector<base::JobId>& jobs) {
    if (jobs.empty()) return {};
    const auto rows = transaction.exec(
        "SELECT id, zones FROM jobs WHERE id = ANY($1) AND zones IS NOT NULL", jobs);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) zones_[row.get<base::JobId>(0)] = row.get<std::string>(1);
    return {};
}

Result<Retries> Retries::read(pg::Transaction& transaction,
                              const std::vector<Ending>& endings,
                              const Terms& terms) {
    std::vector<base::JobId> by_outcome, by_person;
    for (const Ending& it : endings) {
        const auto& retry = terms.of(it.lease).retry;
        if (retry.type == schedule::RetryPolicy::Type::none) continue;
        if (!schedule::is_retryable(it.how.outcome)) continue;
        const bool again = it.lease.attempt_number > 1;
        if (again && !retry.by_outcome.empty()) by_outcome.push_back(it.lease.job);
        if (terms.promises().by_person(it.lease.execution)) by_person.push_back(it.lease.job);
    }
    Retries retries;
    if (auto done = retries.read_earlier(transaction, by_outcome); !done) {
        return fail(done.error());
    }
    if (auto done = retries.read_zones(transaction, by_person); !done) return fail(done.error());
    return retries;
}

Verdict Retries::verdict(const Ending& ending, Terms& terms) const {
    const Lease& lease = ending.lease;
    const Policy& policy = terms.of(lease);
    if (schedule::reached(ending.how.outcome)) return {JobStatus::completed, {}, {}};
    const auto before = earlier_.find({lease.job, ending.how.outcome});
    auto due = schedule::next_due(
        policy.retry, {.number = lease.attempt_number,
                       .outcome = ending.how.outcome,
                       .reason = ending.how.reason,
                       .answered = ending.how.answered,
                       .ended_at = ending.at,
                       .same_outcome = before == earlier_.end() ? 1 : before->second + 1});
    if (!due) return {JobStatus::failed, {}, {}};
    if (schedule::is_over(policy.gate)) return skipped(std::string{skip_reason(policy.gate)});
    const auto stop = terms.promises().stop_at(lease.execution);
    const auto zones = zones_.find(lease.job);
    const auto open = terms.promises().stretch(
        lease.execution, zones == zones_.end() ? std::string{} : zones->second, *due);
    // Whose hours cannot be told now waits as it would without: the next lease looks again.
    if (open && !*open) return skipped(stop ? "skipped_stopped" : "skipped_no_hours");
    if (open) due = (*open)->opens;
    if (stop && *due >= *stop) return skipped("skipped_stopped");
    return {JobStatus::open, {}, due};
}

} // namespace hatif::program_scheduler
