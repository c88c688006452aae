#include "pg/outbox.hpp"

namespace hatif::pg {

base::Result<void> announce(Transaction& transaction, const std::vector<Announcement>& what) {
    if (what.empty()) return {};
    std::vector<std::string> topics, keys, types, schemas;
    std::vector<Bytes> payloads;
    std::vector<base::Instant> instants;
    for (const Announcement& it : what) {
        topics.push_back(it.topic);
        keys.push_back(it.key);
        types.push_back(it.type);
        schemas.push_back(it.schema);
        payloads.push_back({it.payload});
        instants.push_back(it.occurred_at);
    }
    // WITH ORDINALITY: the identity follows the order in which they are given.
    return transaction.defer(
        "INSERT INTO outbox (topic, key, type, schema, payload, occurred_at) "
        "SELECT t, k, y, s, p, o FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], "
        "$5::bytea[], $6::timestamptz[]) WITH ORDINALITY AS u(t, k, y, s, p, o, n) ORDER BY n",
        topics, keys, types, schemas, payloads, instants);
}

} // namespace hatif::pg
