#include "kafka/consumer_offsets.hpp"

#include "pg/transaction.hpp"

namespace hatif::kafka {

base::Result<Positions> read_positions(pg::Transaction& transaction, std::string_view topic) {
    const auto rows = transaction.exec(
        "SELECT partition, next_offset FROM consumer_offsets WHERE topic = $1", topic);
    if (!rows) return base::fail(rows.error());
    Positions positions;
    for (const auto row : *rows) {
        positions.emplace(row.get<std::int32_t>(0), row.get<std::int64_t>(1));
    }
    return positions;
}

base::Result<bool> move_positions(pg::Transaction& transaction,
                                  std::string_view topic,
                                  const std::vector<Move>& moves) {
    std::vector<std::int32_t> partitions;
    std::vector<std::int64_t> from, to;
    for (const auto& move : moves) {
        partitions.push_back(move.partition);
        from.push_back(move.from);
        to.push_back(move.to);
    }
    const auto moved = transaction.exec(
        "WITH move AS (SELECT p, f, t FROM unnest($2::int[], $3::bigint[], $4::bigint[]) u(p, f, "
        "t)),"
        " moved AS (UPDATE consumer_offsets SET next_offset = t FROM move"
        "           WHERE topic = $1 AND partition = p AND next_offset = f RETURNING 1),"
        " begun AS (INSERT INTO consumer_offsets (topic, partition, next_offset)"
        "           SELECT $1, p, t FROM move WHERE f < 0 ON CONFLICT DO NOTHING RETURNING 1)"
        " SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM begun)",
        topic, partitions, from, to);
    if (!moved) return base::fail(moved.error());
    return (*moved)[0].get<std::int64_t>(0) == static_cast<std::int64_t>(moves.size());
}

} // namespace hatif::kafka
