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

/// TRUNK_NOT_FOUND.
base::Result<Trunk> read_trunk_row(pg::Transaction& transaction, const base::TrunkId& id);

/// The same, and nobody changes it meanwhile.
base::Result<Trunk> lock_trunk_row(pg::Transaction& transaction, const base::TrunkId& id);

base::Result<void> insert_trunk(pg::Transaction& transaction, const Trunk& trunk);

/// Its new bounds hold from the next claim on.
base::Result<void> update_trunk(pg::Transaction& transaction, const Trunk& trunk);

/// TRUNK_NOT_FOUND; TRUNK_IN_USE while a number names it or calls leave by it.
base::Result<void> delete_trunk(pg::Transaction& transaction, const base::TrunkId& id);

} // namespace hatif::program_scheduler
