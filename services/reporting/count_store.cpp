#include "reporting/count_store.hpp"

namespace hatif::reporting {

using base::fail;
using base::Result;

Result<void> add(pg::Transaction& transaction, const Cells& cells, std::int32_t part) {
    if (cells.empty()) return {};
    std::vector<Uuid> executions;
    std::vector<std::int32_t> kinds;
    std::vector<std::string> names, details;
    std::vector<std::int64_t> counts, answered, totals;
    std::vector<std::optional<Instant>> firsts, lasts;
    for (const auto& [key, cell] : cells) {
        executions.push_back(key.execution);
        kinds.push_back(static_cast<std::int32_t>(key.kind));
        names.push_back(key.name);
        details.push_back(key.detail);
        counts.push_back(cell.count);
        answered.push_back(cell.answered);
        totals.push_back(cell.total_ms);
        firsts.push_back(cell.first_at);
        lasts.push_back(cell.last_at);
    }
    const auto written = transaction.exec(
        "INSERT INTO execution_counts AS c (execution_id, kind, name, detail, part, count,"
        "                                   answered, total_ms, first_at, last_at)"
        " SELECT e, k, n, d, $10::int, q, a, t, f, l"
        " FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],"
        "   $7::bigint[], $8::timestamptz[], $9::timestamptz[]) AS u(e, k, n, d, q, a, t, f, l)"
        " ON CONFLICT (execution_id, kind, name, detail, part) DO UPDATE SET"
        "   count = c.count + EXCLUDED.count, answered = c.answered + EXCLUDED.answered,"
        "   total_ms = c.total_ms + EXCLUDED.total_ms,"
        "   first_at = LEAST(c.first_at, EXCLUDED.first_at),"
        "   last_at = GREATEST(c.last_at, EXCLUDED.last_at)",
        executions, kinds, names, details, counts, answered, totals, firsts, lasts, part);
    if (!written) return fail(written.error());
    return {};
}

Result<void> add_nodes(pg::Transaction& transaction, const std::vector<CallFact>& facts) {
    std::map<std::pair<Uuid, std::string>, const CallFact*> nodes; // in one order everywhere
    for (const auto& fact : facts) {
        if (fact.what != CallFact::What::entered || !fact.execution) continue;
        nodes.try_emplace({*fact.execution, fact.node}, &fact);
    }
    if (nodes.empty()) return {};
    std::vector<Uuid> executions;
    std::vector<std::string> ids, types, labels;
    for (const auto& [key, fact] : nodes) {
        executions.push_back(key.first);
        ids.push_back(key.second);
        types.push_back(fact->node_type);
        labels.push_back(fact->node_label);
    }
    const auto written =
        transaction.exec("INSERT INTO execution_nodes (execution_id, node_id, type, label)"
                         " SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])"
                         " ON CONFLICT DO NOTHING",
                         executions, ids, types, labels);
    if (!written) return fail(written.error());
    return {};
}

Result<Nodes> read_nodes(pg::Transaction& transaction, const Uuid& execution) {
    const auto rows = transaction.exec(
        "SELECT node_id, type, label FROM execution_nodes WHERE execution_id = $1", execution);
    if (!rows) return fail(rows.error());
    Nodes nodes;
    for (const auto row : *rows) {
        nodes.emplace(row.get<std::string>(0),
                      Node{row.get<std::string>(1), row.get<std::string>(2)});
    }
    return nodes;
}

Result<Cells>
read_cells(pg::Transaction& transaction, const Uuid& execution, const std::vector<Kind>& kinds) {
    std::vector<std::int32_t> numbers;
    for (const auto kind : kinds) numbers.push_back(static_cast<std::int32_t>(kind));
    const auto rows = transaction.exec(
        "SELECT kind::int, name, detail, sum(count)::bigint, sum(answered)::bigint,"
        "   sum(total_ms)::bigint, min(first_at), max(last_at) FROM execution_counts"
        " WHERE execution_id = $1 AND kind = ANY ($2::int[]) GROUP BY 1, 2, 3",
        execution, numbers);
    if (!rows) return fail(rows.error());
    Cells cells;
    for (const auto row : *rows) {
        cells.emplace(CellKey{execution, static_cast<Kind>(row.get<std::int32_t>(0)),
                              row.get<std::string>(1), row.get<std::string>(2)},
                      Cell{row.get<std::int64_t>(3), row.get<std::int64_t>(4),
                           row.get<std::int64_t>(5), row.get<std::optional<Instant>>(6),
                           row.get<std::optional<Instant>>(7)});
    }
    return cells;
}

Result<std::map<std::int64_t, WallClock>> wall_clocks(pg::Transaction& transaction,
                                                      const std::vector<std::int64_t>& at,
                                                      const std::string& zone) {
    const auto rows = transaction.exec(
        "SELECT s, extract(hour FROM to_timestamp(s) AT TIME ZONE $2)::int,"
        "   extract(minute FROM to_timestamp(s) AT TIME ZONE $2)::int FROM unnest($1::bigint[]) s",
        at, zone);
    if (!rows) return fail(rows.error());
    std::map<std::int64_t, WallClock> clocks;
    for (const auto row : *rows) {
        clocks.emplace(row.get<std::int64_t>(0),
                       WallClock{row.get<std::int32_t>(1), row.get<std::int32_t>(2)});
    }
    return clocks;
}

Result<std::optional<StoredExecution>>
find_execution(pg::Transaction& transaction, const Uuid& organization, const Uuid& execution) {
    const auto rows =
        transaction.exec("SELECT program_id, flow_id, flow_version, total_contacts, launched_at"
                         " FROM executions WHERE id = $1 AND organization_id = $2",
                         execution, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    const auto row = (*rows)[0];
    return StoredExecution{execution,
                           row.get<std::optional<Uuid>>(0),
                           row.get<std::optional<Uuid>>(1),
                           row.get<std::int32_t>(2),
                           row.get<std::int64_t>(3),
                           row.get<Instant>(4)};
}

} // namespace hatif::reporting
