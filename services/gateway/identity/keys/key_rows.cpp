#include "gateway/identity/keys/key_rows.hpp"

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

namespace {

// The columns of read_row.
const std::string columns =
    "id, organization_id, name, prefix, shown_part, role, expires_at, environment, integration, "
    "member_id, last_used_at, created_at, updated_at";

ApiKey read_row(const pg::Row& row) {
    return {.id = row.get<ApiKeyId>(0),
            .organization = row.get<std::optional<base::OrganizationId>>(1),
            .name = row.get<std::string>(2),
            .prefix = row.get<std::string>(3),
            .shown_part = row.get<std::string>(4),
            .role = static_cast<rpc::Role>(row.get<std::int32_t>(5)),
            .expires_at = row.get<std::optional<base::Instant>>(6),
            .environment = row.get<std::optional<std::string>>(7),
            .integration = row.get<std::optional<std::string>>(8),
            .member = row.get<std::optional<MemberId>>(9),
            .last_used_at = row.get<std::optional<base::Instant>>(10),
            .created_at = row.get<base::Instant>(11),
            .updated_at = row.get<base::Instant>(12)};
}

tl::unexpected<base::Error> no_such_key() {
    return fail(Errc::not_found, "there is no such API key", "API_KEY_NOT_FOUND");
}

Result<ApiKey> select_key(pg::Transaction& transaction,
                          const base::OrganizationId& organization,
                          const base::Uuid& id,
                          const std::string& lock) {
    const auto rows = transaction.exec("SELECT " + columns +
                                           " FROM api_keys WHERE organization_id = $1 AND id = $2 "
                                           "AND revoked_at IS NULL" +
                                           lock,
                                       organization, id);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return no_such_key();
    return read_row((*rows)[0]);
}

} // namespace

Result<void> insert_key(pg::Transaction& transaction, const ApiKey& key, const std::string& hash) {
    const auto done = transaction.exec(
        "INSERT INTO api_keys (id, organization_id, name, prefix, shown_part, secret_hash, role, "
        "expires_at, environment, integration, member_id, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        key.id, key.organization, key.name, key.prefix, key.shown_part, pg::Bytes{hash},
        static_cast<std::int32_t>(key.role), key.expires_at, key.environment, key.integration,
        key.member, key.created_at, key.updated_at);
    if (!done) return fail(done.error());
    return {};
}

Result<ApiKey> find_key(pg::Transaction& transaction,
                        const base::OrganizationId& organization,
                        const base::Uuid& id) {
    return select_key(transaction, organization, id, "");
}

Result<ApiKey> lock_key(pg::Transaction& transaction,
                        const base::OrganizationId& organization,
                        const base::Uuid& id) {
    return select_key(transaction, organization, id, " FOR NO KEY UPDATE");
}

Result<std::vector<ApiKey>> list_keys(pg::Transaction& transaction,
                                      const base::OrganizationId& organization) {
    const auto rows = transaction.exec("SELECT " + columns +
                                           " FROM api_keys WHERE organization_id = $1 "
                                           "AND revoked_at IS NULL "
                                           "ORDER BY created_at DESC, id DESC",
                                       organization);
    if (!rows) return fail(rows.error());
    std::vector<ApiKey> keys;
    for (const auto row : *rows) keys.push_back(read_row(row));
    return keys;
}

Result<void> update_key(pg::Transaction& transaction, const ApiKey& key) {
    const auto done = transaction.exec(
        "UPDATE api_keys SET name = $2, role = $3, expires_at = $4, environment = $5, "
        "integration = $6, member_id = $7, updated_at = $8 WHERE id = $1",
        key.id, key.name, static_cast<std::int32_t>(key.role), key.expires_at, key.environment,
        key.integration, key.member, key.updated_at);
    if (!done) return fail(done.error());
    return {};
}

Result<void> revoke_key(pg::Transaction& transaction,
                        const base::OrganizationId& organization,
                        const base::Uuid& id,
                        base::Instant now) {
    const auto done =
        transaction.exec("UPDATE api_keys SET revoked_at = $3, updated_at = $3 "
                         "WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL",
                         organization, id, now);
    if (!done) return fail(done.error());
    if (done->affected() == 0) return no_such_key();
    return {};
}

Result<void>
revoke_keys_of(pg::Transaction& transaction, const MemberId& member, base::Instant now) {
    const auto done = transaction.exec("UPDATE api_keys SET revoked_at = $2, updated_at = $2 "
                                       "WHERE member_id = $1 AND revoked_at IS NULL",
                                       member, now);
    if (!done) return fail(done.error());
    return {};
}

} // namespace hatif::gateway
