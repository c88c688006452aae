#pragma once

#include "base/result.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/executions/execution.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// EXECUTION_NOT_FOUND.
base::Result<Execution> read_execution(pg::Transaction& transaction,
                                       const base::OrganizationId& organization,
                                       const base::ExecutionId& id);

struct ExecutionFilter {
    std::optional<base::ProgramId> program{};
    std::optional<ExecutionStatus> status{};
};

/// Which program's execution it is. EXECUTION_NOT_FOUND.
base::Result<base::ProgramId> program_of_execution(pg::Transaction& transaction,
                                                   const base::OrganizationId& organization,
                                                   const base::ExecutionId& id);

/// By the time of their launch, newest first unless asked otherwise; `search` finds the program's
/// name.
base::Result<std::vector<Execution>> list_executions(pg::Transaction& transaction,
                                                     const base::OrganizationId& organization,
                                                     const ExecutionFilter& filter,
                                                     const page::Request& wanted);

/// How many there are on all pages.
base::Result<std::int64_t> count_executions(pg::Transaction& transaction,
                                            const base::OrganizationId& organization,
                                            const ExecutionFilter& filter,
                                            const std::string& search);

} // namespace hatif::program_scheduler
