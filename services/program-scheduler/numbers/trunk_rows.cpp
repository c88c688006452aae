#include "program_scheduler/numbers/trunk_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

// The columns of read_row.
const std::string columns = "id, name, host, port, username, password, max_concurrent_calls, "
                            "calls_per_second, created_at, updated_at";

Trunk read_row(const pg::Row& row) {
    return {.id = row.get<base::TrunkId>(0),
            .name = row.get<std::string>(1),
            .host = row.get<std::string>(2),
            .port = row.get<std::uint32_t>(3),
            .username = row.get<std::optional<std::string>>(4),
            .password = row.get<std::optional<std::string>>(5),
            .max_concurrent_calls = row.get<std::optional<std::uint32_t>>(6),
            .calls_per_second = row.get<std::optional<double>>(7),
            .created_at = row.get<base::Instant>(8),
            .updated_at = row.get<base::Instant>(9)};
}

} // namespace

Result<std::vector<Trunk>> trunks(pg::Transaction& transaction) {
    const auto rows =
        transaction.exec("SELECT " + columns + " FROM trunks ORDER BY created_at DESC, id DESC");
    if (!rows) return fail(rows.error());
    std::vector<Trunk> all;
    for (const auto row : *rows) all.push_back(read_row(row));
    return all;
}

Result<listing::Found<Trunk>> list_trunks(pg::Transaction& transaction,
                                          const page::Request& wanted) {
    auto listed = listing::list_rows(transaction,
                                     {columns,
                                      "trunks",
                                      "(name ILIKE $1 OR host ILIKE $1)",
                                      {pg::param(page::containing(wanted.search))},
                                      "name"},
                                     wanted);
    if (!listed) return fail(listed.error());
    listing::Found<Trunk> found{.total = listed->total};
    for (const auto row : listed->rows) found.things.push_back(read_row(row));
    return found;
}

Result<void> insert_trunk(pg::Transaction& transaction, const Trunk& trunk) {
    std::optional<std::int32_t> calls;
    if (trunk.max_concurrent_calls) calls = static_cast<std::int32_t>(*trunk.max_concurrent_calls);
    const auto done = transaction.exec(
        "INSERT INTO trunks (id, name, host, port, transport, username, password, "
        "max_concurrent_calls, calls_per_second, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, 'udp', $5, $6, $7, $8, $9, $10)",
        trunk.id, trunk.name, trunk.host, static_cast<std::int32_t>(trunk.port), trunk.username,
        trunk.password, calls, trunk.calls_per_second, trunk.created_at, trunk.updated_at);
    if (!done) return fail(done.error());
    // Its bounds hold from its first call on. It takes turns with the others from now on.
    const auto bounds = transaction.exec(
        "INSERT INTO capacity (kind, id, max_concurrent, per_second, used) "
        "SELECT 3, $1, $2::bigint, $3, coalesce(max(used), 0) FROM capacity WHERE kind = 3",
        trunk.id, calls, trunk.calls_per_second);
    if (!bounds) return fail(bounds.error());
    return {};
}

} // namespace hatif::program_scheduler
