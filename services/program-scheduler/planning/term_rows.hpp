#pragma once

#include "base/result.hpp"
#include "pg/rows.hpp"
#include "program_scheduler/planning/job_writer.hpp"

/// JobTerms as executions keep them.
namespace hatif::program_scheduler {

/// Of `executions`, in the order in which read_terms takes them, from the first column on.
inline constexpr const char* term_columns =
    "id, organization_id, program_id, flow_id, stop_at, "
    "pause_weekly, pause_dated, timezone, calling_weekly, calling_zone, holidays";
inline constexpr int term_column_count = 11;

/// Fails when its hours cannot be read.
base::Result<JobTerms> read_terms(const pg::Row& row);

} // namespace hatif::program_scheduler
