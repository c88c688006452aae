#pragma once

#include "base/result.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/programs/program.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// Programs that were not deleted.
namespace hatif::program_scheduler {

base::Result<void> insert_program(pg::Transaction& transaction, const Program& program);

/// All that its words say.
base::Result<void> update_program(pg::Transaction& transaction, const Program& program);

/// Its executions can still be read, under its name.
base::Result<void>
delete_program(pg::Transaction& transaction, const base::ProgramId& id, base::Instant now);

/// With the numbers of its pool as they are now. PROGRAM_NOT_FOUND.
base::Result<Program> read_program_row(pg::Transaction& transaction,
                                       const base::OrganizationId& organization,
                                       const base::ProgramId& id);

enum class ProgramLock {
    to_launch, ///< it is neither changed nor deleted meanwhile
    to_change, ///< nor launched
};

/// The same, locked to the transaction's end.
base::Result<Program> lock_program_row(pg::Transaction& transaction,
                                       const base::OrganizationId& organization,
                                       const base::ProgramId& id,
                                       ProgramLock lock);

/// Is one of its executions scheduled, running or paused?
base::Result<bool> has_live_execution(pg::Transaction& transaction, const base::ProgramId& id);

struct ProgramFilter {
    std::optional<ProgramStatus> status{};
    std::optional<base::FlowId> flow{};
    std::optional<base::AudienceId> audience{};
};

struct ProgramList {
    std::vector<Program> programs;
    std::int64_t total = 0;
};

base::Result<ProgramList> list_programs(pg::Transaction& transaction,
                                        const base::OrganizationId& organization,
                                        const ProgramFilter& filter,
                                        const page::Request& wanted);

} // namespace hatif::program_scheduler
