#pragma once

#include "base/result.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/programs/program.hpp"

#include <cstdint>
#include <vector>

namespace hatif::program_scheduler {

base::Result<void> insert_program(pg::Transaction& transaction, const Program& program);

/// With the numbers of its pool as they are now. PROGRAM_NOT_FOUND.
base::Result<Program> read_program_row(pg::Transaction& transaction,
                                       const base::OrganizationId& organization,
                                       const base::ProgramId& id);

struct ProgramList {
    std::vector<Program> programs;
    std::int64_t total = 0;
};

base::Result<ProgramList> list_programs(pg::Transaction& transaction,
                                        const base::OrganizationId& organization,
                                        const page::Request& wanted);

} // namespace hatif::program_scheduler
