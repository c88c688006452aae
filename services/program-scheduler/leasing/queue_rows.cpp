#include "program_scheduler/leasing/queue_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

Result<void> insert_waiting(pg::Transaction& transaction, const std::vector<Waiting>& rows) {
    if (rows.empty()) return {};
    std::vector<base::ExecutionId> executions;
    std::vector<base::Instant> due;
    std::vector<base::JobId> jobs;
    std::vector<base::ContactId> contacts;
    std::vector<base::AttemptId> attempts;
    std::vector<std::int32_t> epochs, numbers;
    std::vector<std::optional<base::Uuid>> dids;
    for (const Waiting& it : rows) {
        executions.push_back(it.execution);
        due.push_back(it.due_at);
        jobs.push_back(it.job);
        contacts.push_back(it.contact);
        attempts.push_back(it.attempt);
        epochs.push_back(it.epoch);
        numbers.push_back(it.attempt_number);
        dids.push_back(it.kept_did);
    }
    return transaction.defer(
        "INSERT INTO job_queue (execution_id, due_at, job_id, contact_id, attempt_id, epoch, "
        "attempt_number, did_id) SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[], "
        "$4::uuid[], $5::uuid[], $6::int[], $7::int[], $8::uuid[])",
        executions, due, jobs, contacts, attempts, epochs, numbers, dids);
}

} // namespace hatif::program_scheduler
