#include "program_scheduler/planning/term_rows.hpp"

#include "program_scheduler/executions/hours.hpp"

namespace hatif::program_scheduler {

base::Result<JobTerms> read_terms(const pg::Row& row) {
    auto hours = read_rules(row, 5);
    if (!hours) return base::fail(hours.error());
    if (auto all = schedule::hours_of_all(*hours); !all) return base::fail(all.error());
    return JobTerms{.name = {row.get<base::OrganizationId>(1), row.get<base::ExecutionId>(0),
                             row.get<base::ProgramId>(2)},
                    .flow = row.get<base::FlowId>(3),
                    .hours = *std::move(hours),
                    .stop_at = row.get<std::optional<base::Instant>>(4)};
}

} // namespace hatif::program_scheduler
