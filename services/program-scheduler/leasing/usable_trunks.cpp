#include "program_scheduler/leasing/usable_trunks.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace hatif::program_scheduler {

base::Result<std::vector<UsableTrunk>> usable_trunks(pg::Transaction& transaction,
                                                     const std::string& worker) {
    const auto rows = transaction.exec(ask_alike({worker}));
    if (!rows) return base::fail(rows.error());
    return first_alike(*rows, {worker}).trunks;
}

pg::Query ask_alike(const std::vector<std::string>& workers) {
    return pg::query(
        "SELECT t.id, t.weight, t.priority, ARRAY(SELECT w.worker FROM trunk_words w WHERE "
        "w.trunk_id = t.id AND w.worker = ANY($1) AND w.status = 3) FROM trunks t JOIN "
        "trunk_states s ON s.id = t.id WHERE s.status <> 3 AND s.closed_until IS NULL "
        "ORDER BY t.id",
        workers);
}

Alike first_alike(const pg::Rows& rows, const std::vector<std::string>& workers) {
    Alike found;
    if (workers.empty()) return found;
    std::map<std::string, std::set<base::Uuid>> without;
    for (const auto row : rows) {
        const auto id = row.get<base::Uuid>(0);
        for (auto& worker : row.get<std::vector<std::string>>(3)) without[worker].insert(id);
    }
    const auto& of_first = without[workers.front()];
    std::copy_if(workers.begin(), workers.end(), std::back_inserter(found.workers),
                 [&](const std::string& it) { return without[it] == of_first; });
    for (const auto row : rows) {
        if (of_first.contains(row.get<base::Uuid>(0))) continue;
        found.trunks.push_back(
            {row.get<base::Uuid>(0), row.get<std::int32_t>(1), row.get<std::int32_t>(2)});
    }
    return found;
}

} // namespace hatif::program_scheduler
