#include "program_scheduler/content/spoken_rows.hpp"

#include "transcode/memory_file.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Who keeps a sound shares this lock, who forgets sounds has it alone: bytes never go while a row
/// that needs them comes.
constexpr const char* lock_shared = "SELECT pg_advisory_xact_lock_shared(hashtext('spoken'))";
constexpr const char* lock_alone = "SELECT pg_advisory_xact_lock(hashtext('spoken'))";

Result<objects::ContentHash> put(objects::ObjectStore& objects, const std::string& bytes) {
    const auto hash = objects::hash_of(bytes);
    const transcode::MemoryFile file{bytes};
    if (!file.whole()) return fail(base::Errc::unavailable, "no memory for a spoken text");
    if (auto done = objects.put_file(spoken_object(hash), file.descriptor()); !done) {
        return fail(done.error());
    }
    return hash;
}

} // namespace

objects::ObjectKey spoken_object(const objects::ContentHash& hash) {
    return objects::ObjectKey::parse("spoken/" + hash.value()).value();
}

Result<std::map<std::string, SpokenSound>>
find_spoken(pg::Transaction& transaction, const std::vector<std::string>& keys, base::Instant now) {
    std::map<std::string, SpokenSound> found;
    const auto rows = transaction.exec(
        "SELECT key, a_law_hash, mu_law_hash, last_used_at FROM spoken WHERE key = ANY($1)", keys);
    if (!rows) return fail(rows.error());
    std::vector<std::string> old;
    for (const auto row : *rows) {
        found.emplace(row.get<std::string>(0), SpokenSound{row.get<objects::ContentHash>(1),
                                                           row.get<objects::ContentHash>(2)});
        if (row.get<base::Instant>(3) + std::chrono::hours{24} < now) {
            old.push_back(row.get<std::string>(0));
        }
    }
    if (old.empty()) return found;
    // One that is being forgotten now is gone after the wait for its row.
    const auto used = transaction.exec(
        "UPDATE spoken SET last_used_at = $2 WHERE key = ANY($1) RETURNING key", old, now);
    if (!used) return fail(used.error());
    std::map<std::string, SpokenSound> still;
    for (const auto row : *used) still.insert(found.extract(row.get<std::string>(0)));
    for (const auto& key : old) found.erase(key);
    found.merge(still);
    return found;
}

Result<SpokenSound> keep_spoken(pg::Transaction& transaction,
                                objects::ObjectStore& objects,
                                const std::string& key,
                                const std::string& a_law,
                                const std::string& mu_law,
                                base::Instant now) {
    if (const auto locked = transaction.exec(lock_shared); !locked) return fail(locked.error());
    auto first = put(objects, a_law);
    if (!first) return fail(first.error());
    auto second = put(objects, mu_law);
    if (!second) return fail(second.error());
    const auto kept = transaction.exec(
        "INSERT INTO spoken (key, a_law_hash, mu_law_hash, last_used_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (key) DO UPDATE SET a_law_hash = $2, mu_law_hash = $3, last_used_at = $4",
        key, *first, *second, now);
    if (!kept) return fail(kept.error());
    return SpokenSound{*std::move(first), *std::move(second)};
}

Result<Forgotten>
forget_spoken(pg::Transaction& transaction, base::Instant not_used_since, std::int64_t most) {
    const auto gone = transaction.exec(
        "WITH gone AS (DELETE FROM spoken WHERE key IN (SELECT key FROM spoken "
        "WHERE last_used_at < $1 ORDER BY last_used_at LIMIT $2 FOR UPDATE SKIP LOCKED) "
        "RETURNING a_law_hash, mu_law_hash) "
        "SELECT (SELECT count(*) FROM gone), hash FROM ("
        "SELECT a_law_hash AS hash FROM gone UNION SELECT mu_law_hash FROM gone) AS named",
        not_used_since, most);
    if (!gone) return fail(gone.error());
    Forgotten all;
    for (const auto row : *gone) {
        all.rows = row.get<std::int64_t>(0);
        all.hashes.push_back(row.get<objects::ContentHash>(1));
    }
    return all;
}

Result<void> remove_unused(pg::Transaction& transaction,
                           objects::ObjectStore& objects,
                           const objects::ContentHash& hash) {
    if (const auto locked = transaction.exec(lock_alone); !locked) return fail(locked.error());
    const auto used = transaction.exec(
        "SELECT FROM spoken WHERE a_law_hash = $1 OR mu_law_hash = $1 LIMIT 1", hash.value());
    if (!used) return fail(used.error());
    if (used->size() > 0) return {};
    return objects.remove(spoken_object(hash));
}

} // namespace hatif::program_scheduler
