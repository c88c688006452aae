#pragma once

#include "base/result.hpp"
#include "pg/pool.hpp"

#include <string>
#include <vector>

namespace hatif::pg {

struct Migration {
    std::string name; ///< "0001_contacts"
    std::string sql;
};
using Migrations = std::vector<Migration>;

/// Brings the schema to the newest state: libs/pg's own tables (outbox, consumer_offsets,
/// idempotency_keys) and then the service's migrations, each once and in a transaction of its own.
/// Replicas may do so at the same time: one goes first, the others find it done.
base::Result<void> migrate(Pool& pool, const Migrations& migrations);

} // namespace hatif::pg
