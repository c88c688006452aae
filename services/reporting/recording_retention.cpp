#include "reporting/recording_retention.hpp"

#include <string>
#include <vector>

namespace hatif::reporting {

using base::fail;
using base::Instant;
using base::Result;
using base::Uuid;

Result<std::int64_t> give_up_recordings(pg::Transaction& transaction, Instant before) {
    const auto rows =
        transaction.exec("UPDATE recordings SET status = 2, code = 'worker_lost',"
                         "   message = 'the worker that recorded it was not heard of again'"
                         " WHERE status = 1 AND began_at < $1 RETURNING id",
                         before);
    if (!rows) return fail(rows.error());
    return static_cast<std::int64_t>(rows->size());
}

Result<std::int64_t> expire_recordings(pg::Transaction& transaction,
                                       const Uuid& organization,
                                       Instant before,
                                       Instant now,
                                       std::int64_t at_most) {
    const auto rows = transaction.exec(
        "UPDATE recordings SET deleted_at = $3 WHERE id IN ("
        "  SELECT id FROM recordings WHERE organization_id = $1 AND deleted_at IS NULL"
        "     AND began_at < $2 AND status <> 1 ORDER BY began_at, id LIMIT $4"
        "     FOR UPDATE SKIP LOCKED) RETURNING id",
        organization, before, now, at_most);
    if (!rows) return fail(rows.error());
    return static_cast<std::int64_t>(rows->size());
}

Result<std::int64_t> remove_objects(pg::Transaction& transaction,
                                    objects::ObjectStore& objects,
                                    std::int64_t at_most,
                                    std::vector<Uuid>& refused) {
    const auto rows = transaction.exec(
        "SELECT id, object_key FROM recordings"
        " WHERE deleted_at IS NOT NULL AND object_key IS NOT NULL AND id <> ALL ($2::uuid[])"
        " ORDER BY deleted_at LIMIT $1 FOR UPDATE SKIP LOCKED",
        at_most, refused);
    if (!rows) return fail(rows.error());
    std::vector<Uuid> removed;
    for (const auto row : *rows) {
        const auto key = objects::ObjectKey::parse(row.get<std::string>(1));
        const bool gone = !key || objects.remove(*key);
        (gone ? removed : refused).push_back(row.get<Uuid>(0));
    }
    const auto written = transaction.exec(
        "UPDATE recordings SET object_key = NULL WHERE id = ANY ($1::uuid[])", removed);
    if (!written) return fail(written.error());
    return static_cast<std::int64_t>(removed.size());
}

Result<void> forget_deleted(pg::Transaction& transaction, Instant before) {
    const auto gone = transaction.exec(
        "DELETE FROM recordings WHERE deleted_at < $1 AND object_key IS NULL", before);
    if (!gone) return fail(gone.error());
    return {};
}

} // namespace hatif::reporting
