#pragma once

#include "base/result.hpp"
#include "listing/list_rows.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/numbers/trunk.hpp"

#include <vector>

namespace hatif::program_scheduler {

/// All of them, with their passwords, the newest first.
base::Result<std::vector<Trunk>> trunks(pg::Transaction& transaction);

/// A page of them, by name or createdAt; `search` finds name and host.
base::Result<listing::Found<Trunk>> list_trunks(pg::Transaction& transaction,
                                                const page::Request& wanted);

base::Result<void> insert_trunk(pg::Transaction& transaction, const Trunk& trunk);

} // namespace hatif::program_scheduler
