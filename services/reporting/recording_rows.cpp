#include "reporting/recording_rows.hpp"

#include "rpc/time.hpp"

namespace hatif::reporting {

using base::fail;
using base::Instant;
using base::Result;
using base::Uuid;

namespace {

const std::string columns = "id, attempt_id, job_id, kind, node_id, status, began_at, duration_ms,"
                            " bytes, hash, channels, code, message, object_key";

template <class T, class Set>
void put(const pg::Row& row, int column, Set&& set) {
    if (const auto value = row.get<std::optional<T>>(column)) set(*value);
}

v1::Recording recording_from(const pg::Row& row) {
    v1::Recording it;
    it.set_id(row.get<Uuid>(0).to_string());
    it.set_attempt_id(row.get<Uuid>(1).to_string());
    it.set_job_id(row.get<Uuid>(2).to_string());
    const bool whole = row.get<std::int32_t>(3) == dialer::v1::RECORDING_KIND_FULL_CALL;
    it.set_recording_type(whole ? v1::RECORDING_TYPE_FULL_CALL : v1::RECORDING_TYPE_SEGMENT);
    if (auto node = row.get<std::string>(4); !node.empty()) it.set_node_id(std::move(node));
    it.set_status(static_cast<v1::RecordingStatus>(row.get<std::int32_t>(5)));
    rpc::set(*it.mutable_created_at(), row.get<Instant>(6));
    put<std::int64_t>(row, 7, [&](std::int64_t value) { it.set_duration_ms(value); });
    put<std::int64_t>(row, 8, [&](std::int64_t value) { it.set_size(value); });
    put<std::string>(row, 9, [&](const std::string& value) { it.set_hash(value); });
    put<std::int32_t>(
        row, 10, [&](std::int32_t value) { it.set_channels(static_cast<std::uint32_t>(value)); });
    put<std::string>(row, 11, [&](const std::string& value) { it.set_error_code(value); });
    put<std::string>(row, 12, [&](const std::string& value) { it.set_error_message(value); });
    return it;
}

tl::unexpected<base::Error> not_found(const Uuid& id) {
    return fail(base::Errc::not_found, "there is no recording " + id.to_string(),
                "RECORDING_NOT_FOUND");
}

} // namespace

Result<void> write_recordings(pg::Transaction& transaction, const RecordingsSeen& seen) {
    if (seen.empty()) return {};
    std::vector<Uuid> ids, organizations, attempts, jobs;
    std::vector<std::int32_t> kinds, statuses;
    std::vector<std::string> nodes;
    std::vector<Instant> began;
    std::vector<std::optional<std::int64_t>> durations, sizes;
    std::vector<std::optional<std::int32_t>> channels;
    std::vector<std::optional<std::string>> hashes, keys, codes, messages;
    for (const auto& [id, it] : seen) {
        ids.push_back(id);
        organizations.push_back(it.organization);
        attempts.push_back(it.attempt);
        jobs.push_back(it.job);
        kinds.push_back(it.kind);
        nodes.push_back(it.node);
        statuses.push_back(it.status);
        began.push_back(it.began_at);
        durations.push_back(it.duration_ms);
        sizes.push_back(it.bytes);
        channels.push_back(it.channels);
        hashes.push_back(it.hash);
        keys.push_back(it.object_key);
        codes.push_back(it.code);
        messages.push_back(it.message);
    }
    const auto written = transaction.exec(
        "INSERT INTO recordings AS r (id, organization_id, attempt_id, job_id, kind, node_id,"
        "   status, began_at, duration_ms, bytes, channels, hash, object_key, code, message)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[],"
        "   $6::text[], $7::int[], $8::timestamptz[], $9::bigint[], $10::bigint[], $11::int[],"
        "   $12::text[], $13::text[], $14::text[], $15::text[])"
        " ON CONFLICT (id) DO UPDATE SET status = EXCLUDED.status,"
        "   began_at = LEAST(r.began_at, EXCLUDED.began_at),"
        "   duration_ms = EXCLUDED.duration_ms, bytes = EXCLUDED.bytes,"
        "   channels = EXCLUDED.channels, hash = EXCLUDED.hash,"
        "   object_key = EXCLUDED.object_key, code = EXCLUDED.code, message = EXCLUDED.message"
        " WHERE r.status < EXCLUDED.status AND r.organization_id = EXCLUDED.organization_id",
        ids, organizations, attempts, jobs, kinds, nodes, statuses, began, durations, sizes,
        channels, hashes, keys, codes, messages);
    if (!written) return fail(written.error());
    return {};
}

Result<RecordingsByAttempt> recordings_of(pg::Transaction& transaction,
                                          const std::vector<Uuid>& jobs) {
    const auto rows = transaction.exec("SELECT " + columns +
                                           " FROM recordings WHERE job_id = ANY ($1::uuid[])"
                                           " AND deleted_at IS NULL ORDER BY began_at, id",
                                       jobs);
    if (!rows) return fail(rows.error());
    RecordingsByAttempt found;
    for (const auto row : *rows) found[row.get<Uuid>(1)].push_back(recording_from(row));
    return found;
}

Result<std::vector<v1::Recording>> list_recordings(pg::Transaction& transaction,
                                                   base::OrganizationId organization,
                                                   const std::optional<Uuid>& call,
                                                   std::int64_t limit,
                                                   std::int64_t offset) {
    const std::string of_call = call ? " AND (attempt_id = $4 OR job_id = $4)" : "";
    const std::string query = "SELECT " + columns +
                              " FROM recordings WHERE organization_id = $1"
                              " AND deleted_at IS NULL" +
                              of_call + " ORDER BY began_at DESC, id DESC LIMIT $2 OFFSET $3";
    const auto rows = call ? transaction.exec(query, organization, limit, offset, *call)
                           : transaction.exec(query, organization, limit, offset);
    if (!rows) return fail(rows.error());
    std::vector<v1::Recording> found;
    for (const auto row : *rows) found.push_back(recording_from(row));
    return found;
}

Result<KeptRecording>
find_recording(pg::Transaction& transaction, base::OrganizationId organization, const Uuid& id) {
    const auto rows = transaction.exec(
        "SELECT " + columns +
            " FROM recordings WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL",
        id, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return not_found(id);
    const auto row = (*rows)[0];
    return KeptRecording{recording_from(row), row.get<std::optional<std::string>>(13)};
}

Result<std::optional<std::string>> delete_recording(pg::Transaction& transaction,
                                                    base::OrganizationId organization,
                                                    const Uuid& id,
                                                    Instant now) {
    const auto rows = transaction.exec(
        "UPDATE recordings SET deleted_at = $3"
        " WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL RETURNING object_key",
        id, organization, now);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return not_found(id);
    return (*rows)[0].get<std::optional<std::string>>(0);
}

} // namespace hatif::reporting
