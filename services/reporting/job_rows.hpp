#pragma once

#include "reporting/counts.hpp"

#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <vector>

/// The rows of jobs, written by the readers of both topics.
namespace hatif::reporting {

/// Makes the jobs or adds to them, and locks their rows, in the order of their ids: the readers of
/// the two topics meet here, and wait for each other in one order. Counts those that are new.
base::Result<void> write_jobs(pg::Transaction& transaction, const JobsSeen& jobs, Cells& cells);

/// Marks the jobs that were skipped. They are locked.
base::Result<void> write_skips(pg::Transaction& transaction, const JobsSeen& jobs);

/// Brings the summary of the jobs to what their last attempts say, in whatever order they came.
base::Result<void> summarise(pg::Transaction& transaction, const std::vector<Uuid>& jobs);

/// Where the jobs of executions stand now; test calls and single calls stand nowhere.
base::Result<Standings> read_standings(pg::Transaction& transaction, const std::vector<Uuid>& jobs);

} // namespace hatif::reporting
