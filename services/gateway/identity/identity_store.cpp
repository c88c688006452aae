#include "gateway/identity/identity_store.hpp"

namespace hatif::gateway {

namespace {

KeyHolder holder_of(const pg::Row& row) {
    KeyHolder holder{ApiKeyId{row.get<base::Uuid>(0)},
                     static_cast<rpc::Role>(row.get<std::int32_t>(1)),
                     row.get<std::optional<base::OrganizationId>>(2),
                     true,
                     {},
                     0,
                     row.get<std::optional<base::Instant>>(3),
                     row.get<std::optional<base::Instant>>(4)};
    if (!holder.organization) return holder;
    holder.organization_active = row.get<std::string>(5) == "active";
    holder.settings = {row.get<std::string>(6), row.get<std::string>(7),
                       static_cast<std::uint32_t>(row.get<std::int32_t>(8)), row.get<double>(9)};
    holder.requests_per_second = row.get<std::int32_t>(10);
    return holder;
}

} // namespace

base::Result<std::optional<KeyHolder>> IdentityStore::find_key(const std::string& hash) {
    auto connection = pool_.borrow();
    if (!connection) return base::fail(connection.error());
    const auto rows =
        (*connection)
            ->exec("SELECT k.id, k.role, k.organization_id, k.expires_at, "
                   "k.revoked_at, o.status, o.country, o.timezone, "
                   "o.max_concurrent_calls, o.calls_per_second, o.requests_per_second "
                   "FROM api_keys k LEFT JOIN organizations o "
                   "ON o.id = k.organization_id WHERE k.secret_hash = $1",
                   pg::Bytes{hash});
    if (!rows) return base::fail(rows.error());
    if (rows->empty()) return std::nullopt;
    return holder_of((*rows)[0]);
}

base::Result<void> IdentityStore::add(const Organization& organization,
                                      const std::vector<NewKey>& keys) {
    return pool_.transact([&](pg::Transaction& transaction) -> base::Result<void> {
        const auto made = transaction.exec(
            "INSERT INTO organizations (id, name, slug, country, timezone, currency, plan, status, "
            "max_concurrent_calls, calls_per_second, requests_per_second) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            organization.id, organization.name, organization.slug, organization.country,
            organization.timezone, organization.currency, organization.plan,
            std::string{organization.active ? "active" : "suspended"},
            organization.max_concurrent_calls, organization.calls_per_second,
            organization.requests_per_second);
        if (!made) return base::fail(made.error());
        for (const auto& key : keys) {
            const auto added = transaction.exec(
                "INSERT INTO api_keys (id, organization_id, name, shown_part, secret_hash, role) "
                "VALUES ($1, $2, $3, $4, $5, $6)",
                key.id, key.organization, key.name, key.shown_part, pg::Bytes{key.hash},
                static_cast<std::int32_t>(key.role));
            if (!added) return base::fail(added.error());
        }
        return {};
    });
}

base::Result<std::optional<Organization>> IdentityStore::find(pg::Transaction& transaction,
                                                              const base::OrganizationId& id) {
    const auto rows = transaction.exec(
        "SELECT id, name, slug, country, timezone, currency, plan, status, max_concurrent_calls, "
        "calls_per_second, requests_per_second, created_at, updated_at "
        "FROM organizations WHERE id = $1",
        id);
    if (!rows) return base::fail(rows.error());
    if (rows->empty()) return std::nullopt;
    const auto row = (*rows)[0];
    return Organization{row.get<base::OrganizationId>(0), row.get<std::string>(1),
                        row.get<std::string>(2),          row.get<std::string>(3),
                        row.get<std::string>(4),          row.get<std::string>(5),
                        row.get<std::string>(6),          row.get<std::string>(7) == "active",
                        row.get<std::int32_t>(8),         row.get<double>(9),
                        row.get<std::int32_t>(10),        row.get<base::Instant>(11),
                        row.get<base::Instant>(12)};
}

} // namespace hatif::gateway
