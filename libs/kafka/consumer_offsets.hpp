#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace hatif::pg {
class Transaction;
}

/// Where a service's consumers stand: the table consumer_offsets that pg::migrate makes in every
/// service's schema, moved in the transaction of the rows that were made of the records.
namespace hatif::kafka {

/// By partition, the next offset to be consumed. A partition that is absent was never consumed.
using Positions = std::map<std::int32_t, std::int64_t>;

base::Result<Positions> read_positions(pg::Transaction& transaction, std::string_view topic);

struct Move {
    std::int32_t partition = 0;
    std::int64_t from = -1; ///< -1: never consumed
    std::int64_t to = 0;
};

/// Moves every position, or none: false when one is not where the mover believes it to be, because
/// another replica has taken the partition over. The rows stay locked to the transaction's end.
base::Result<bool> move_positions(pg::Transaction& transaction,
                                  std::string_view topic,
                                  const std::vector<Move>& moves);

} // namespace hatif::kafka
