#pragma once

#include "base/result.hpp"
#include "base/uuid.hpp"
#include "pg/transaction.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

struct UsableTrunk {
    base::Uuid id{};
    std::int64_t weight = 10;
    std::int64_t priority = 0;
};

/// Trunks that this worker may be given calls for, sorted by id: not those that all workers say are
/// down, nor those that this one says are, nor those that asked for a pause. Of room and rates
/// nothing is said.
base::Result<std::vector<UsableTrunk>> usable_trunks(pg::Transaction& transaction,
                                                     const std::string& worker);

/// Workers who may use the same trunks.
struct Alike {
    std::vector<std::string> workers{};
    std::vector<UsableTrunk> trunks{};
};

/// Of these workers the first one, and those that are like it: a question, and what its rows say.
pg::Query ask_alike(const std::vector<std::string>& workers);
Alike first_alike(const pg::Rows& rows, const std::vector<std::string>& workers);

} // namespace hatif::program_scheduler
