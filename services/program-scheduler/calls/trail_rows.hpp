#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/calls/trail.hpp"

namespace hatif::program_scheduler {

/// JOB_NOT_FOUND.
base::Result<JobStory> read_story(pg::Transaction& transaction,
                                  const base::OrganizationId& organization,
                                  const base::JobId& job);

} // namespace hatif::program_scheduler
