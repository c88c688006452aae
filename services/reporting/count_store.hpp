#pragma once

#include "reporting/counts.hpp"

#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hatif::reporting {

/// Adds to the cells. To be done last in a transaction: it locks their rows, in their order.
/// `part`: whoever adds at the same time as others has one of his own.
base::Result<void> add(pg::Transaction& transaction, const Cells& cells, std::int32_t part);

struct Node {
    std::string type{};
    std::string label{};
};

using Nodes = std::map<std::string, Node>; ///< by id

/// Keeps the nodes of executions that the facts tell of.
base::Result<void> add_nodes(pg::Transaction& transaction, const std::vector<CallFact>& facts);

base::Result<Nodes> read_nodes(pg::Transaction& transaction, const Uuid& execution);

/// The execution's cells of these kinds, over all parts.
base::Result<Cells>
read_cells(pg::Transaction& transaction, const Uuid& execution, const std::vector<Kind>& kinds);

/// The wall clock at some instants (seconds since 1970), in a time zone.
struct WallClock {
    std::int32_t hour = 0;
    std::int32_t minute = 0;
};
base::Result<std::map<std::int64_t, WallClock>> wall_clocks(pg::Transaction& transaction,
                                                            const std::vector<std::int64_t>& at,
                                                            const std::string& zone);

struct StoredExecution {
    Uuid id{};
    std::optional<Uuid> program{};
    std::optional<Uuid> flow{};
    std::int32_t flow_version = 0;
    std::int64_t total_contacts = 0;
    std::optional<Instant> launched_at{};
};

/// None: no event of it has come, or it is another organization's.
base::Result<std::optional<StoredExecution>>
find_execution(pg::Transaction& transaction, const Uuid& organization, const Uuid& execution);

} // namespace hatif::reporting
