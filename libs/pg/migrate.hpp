#pragma once

#include "base/result.hpp"
#include "pg/pool.hpp"

#include <functional>
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

/// The same as a service's start-up does it: services start in any order, so a PostgreSQL that does
/// not answer yet is waited for (`complain` is told each time). Throws what waiting does not mend.
void migrate_at_start(Pool& pool,
                      const Migrations& migrations,
                      const std::function<void(const std::string&)>& complain);

} // namespace hatif::pg
