#include "program_scheduler/leasing/usable_trunks.hpp"

namespace hatif::program_scheduler {

base::Result<std::vector<UsableTrunk>> usable_trunks(pg::Transaction& transaction,
                                                     const std::string& worker) {
    const auto rows = transaction.exec(
        "SELECT t.id, t.weight, t.priority FROM trunks t JOIN trunk_states s ON s.id = t.id "
        "WHERE s.status <> 3 AND s.closed_until IS NULL AND NOT EXISTS (SELECT FROM trunk_words w "
        "WHERE w.trunk_id = t.id AND w.worker = $1 AND w.status = 3) ORDER BY t.id",
        worker);
    if (!rows) return base::fail(rows.error());
    std::vector<UsableTrunk> found;
    for (const auto row : *rows) {
        found.push_back(
            {row.get<base::Uuid>(0), row.get<std::int32_t>(1), row.get<std::int32_t>(2)});
    }
    return found;
}

} // namespace hatif::program_scheduler
