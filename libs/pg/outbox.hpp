#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <string>
#include <vector>

namespace hatif::pg {

/// One announcement, to be moved to Kafka by the relay (kafka/relay.hpp) after the commit.
struct Announcement {
    std::string topic;
    std::string key;
    std::string type;   ///< the oneof member's message: "hatif.program.v1.AttemptEnded"
    std::string schema; ///< the envelope: "hatif.program.v1.ExecutionEvent"
    std::string payload;
    base::Instant occurred_at;
};

/// Writes the announcements into the transaction's outbox, with its next statement. Before the
/// transaction's first write, lock the rows that stand for the keys (the execution, the contact):
/// only then is the order of transactions the order per key.
///
/// A row holds many of one topic: a row of its own for each would cost as much as all else that a
/// large batch writes of it.
base::Result<void> announce(Transaction& transaction, const std::vector<Announcement>& what);

/// No row of the outbox holds more announcements than this, by which their ids are apart, nor, but
/// for a single one, more bytes.
inline constexpr std::size_t most_in_a_row = 100, most_bytes_in_a_row = 256 * 1024;

} // namespace hatif::pg
