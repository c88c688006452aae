#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/executions/status.hpp"

#include <optional>
#include <vector>

namespace hatif::program_scheduler {

/// Does what executions are due for by the clock: begins at startAt, stops at stopAt, writes the
/// next stretch of open hours when one has passed, and skips on where one has ended with many
/// waiting. Any number of replicas may look at once; each thing is done by one, in one transaction
/// that looks again. Nothing is called too early or too late while none looks: the stretch that was
/// written is over by then.
class Timekeeper {
public:
    explicit Timekeeper(pg::Pool& pool) : pool_{pool} {}

    /// One look. Answers whether there is more to do at once; of several errors the last.
    base::Result<bool> keep();

private:
    struct Due {
        base::OrganizationId organization;
        base::ExecutionId execution;
        std::optional<Control> what{}; ///< none: its hours are to be read again
        base::Instant now{};           ///< the database's clock
    };
    struct Found {
        std::vector<Due> due;      ///< by the clock
        std::vector<Due> skipping; ///< ended, with some still in the queue
    };

    static base::Result<Found> find(pg::Transaction& transaction);
    static base::Result<void> reopen(pg::Transaction& transaction, const Due& due);

    pg::Pool& pool_;
};

} // namespace hatif::program_scheduler
