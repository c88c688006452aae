#include "pg/outbox.hpp"

#include <algorithm>

namespace hatif::pg {

namespace {

/// Announcements of one topic, column by column.
struct OutboxRow {
    std::string topic, schema;
    std::vector<std::string> keys{}, types{};
    std::vector<Bytes> payloads{};
    std::vector<base::Instant> instants{};
    std::size_t bytes = 0;

    bool takes(const Announcement& it) const {
        return it.topic == topic && it.schema == schema && keys.size() < most_in_a_row &&
               bytes + it.payload.size() <= most_bytes_in_a_row;
    }

    void add(const Announcement& it) {
        keys.push_back(it.key);
        types.push_back(it.type);
        payloads.push_back({it.payload});
        instants.push_back(it.occurred_at);
        bytes += it.payload.size();
    }
};

/// Those of a topic keep their order: each goes to the last row of its topic, or to a new one.
std::vector<OutboxRow> rows_of(const std::vector<Announcement>& what) {
    std::vector<OutboxRow> rows;
    for (const Announcement& it : what) {
        const auto last = std::find_if(rows.rbegin(), rows.rend(),
                                       [&](const OutboxRow& row) { return row.topic == it.topic; });
        const bool fits = last != rows.rend() && last->takes(it);
        OutboxRow& row = fits ? *last : rows.emplace_back(it.topic, it.schema);
        row.add(it);
    }
    return rows;
}

} // namespace

base::Result<void> announce(Transaction& transaction, const std::vector<Announcement>& what) {
    for (const OutboxRow& row : rows_of(what)) {
        auto written = transaction.defer(
            "INSERT INTO outbox (topic, schema, keys, types, payloads, occurred_at) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            row.topic, row.schema, row.keys, row.types, row.payloads, row.instants);
        if (!written) return written;
    }
    return {};
}

} // namespace hatif::pg
