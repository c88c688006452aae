#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/executions/policies.hpp"
#include "program_scheduler/leasing/endings.hpp"
#include "program_scheduler/leasing/terms.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hatif::program_scheduler {

/// How a job goes on after its attempt's end.
struct Verdict {
    JobStatus status = JobStatus::open;
    std::string skip_reason{};
    std::optional<base::Instant> retry_at{};
};

/// What must be known of jobs to say whether, and when, they are tried again. Asked for only where
/// their executions make use of it.
class Retries {
public:
    static base::Result<Retries>
    read(pg::Transaction& transaction, const std::vector<Ending>& endings, const Terms& terms);

    /// A retry in closed hours is due when they open next; one that would come at stopAt or later
    /// does not come.
    Verdict verdict(const Ending& ending, Terms& terms) const;

private:
    base::Result<void> read_earlier(pg::Transaction& transaction,
                                    const std::vector<base::JobId>& jobs);
    base::Result<void> read_zones(pg::Transaction& transaction,
                                  const std::vector<base::JobId>& jobs);

    std::map<std::pair<base::JobId, schedule::Outcome>, int> earlier_; ///< attempts that ended so
    std::map<base::JobId, std::string> zones_;
};

} // namespace hatif::program_scheduler
