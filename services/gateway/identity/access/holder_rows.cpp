#include "gateway/identity/access/holder_rows.hpp"

namespace hatif::gateway {

using base::fail;
using base::Result;

namespace {

constexpr const char* of_organization =
    "o.status = 'active', o.country, o.timezone, o.max_concurrent_calls, o.calls_per_second, "
    "o.currency, o.requests_per_second, o.writes_per_second, o.call_share";

/// The columns of `of_organization`, from this one on.
void read_organization(const pg::Row& row, int from, Holder& holder) {
    holder.organization_active = row.get<bool>(from);
    holder.settings = {row.get<std::string>(from + 1),   row.get<std::string>(from + 2),
                       row.get<std::uint32_t>(from + 3), row.get<double>(from + 4),
                       row.get<std::string>(from + 5),   row.get<std::uint32_t>(from + 8)};
    holder.rates = {row.get<std::uint32_t>(from + 6), row.get<std::uint32_t>(from + 7)};
}

Holder read_holder(const pg::Row& row, const char* principal) {
    Holder holder;
    holder.counted_as = row.get<base::Uuid>(0);
    holder.principal = principal + holder.counted_as.to_string();
    holder.role = static_cast<rpc::Role>(row.get<std::int32_t>(1));
    holder.organization = row.get<std::optional<base::OrganizationId>>(2);
    holder.expires_at = row.get<std::optional<base::Instant>>(3);
    holder.revoked_at = row.get<std::optional<base::Instant>>(4);
    if (holder.organization) read_organization(row, 5, holder);
    return holder;
}

Result<std::optional<Holder>> find_key(pg::Connection& connection, const std::string& hash) {
    static const auto sql =
        std::string{"SELECT k.id, least(k.role, m.role), k.organization_id, k.expires_at, "
                    "k.revoked_at, "} +
        of_organization +
        ", k.revoked_at IS NULL AND coalesce(k.last_used_at < now() - interval '1 minute', true) "
        "FROM api_keys k LEFT JOIN organizations o ON o.id = k.organization_id "
        "LEFT JOIN members m ON m.id = k.member_id WHERE k.secret_hash = $1";
    const auto rows = connection.exec(sql, pg::Bytes{hash});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    const auto row = (*rows)[0];
    auto holder = read_holder(row, "key:");
    if (row.get<bool>(14)) {
        // A courtesy: it waits for nobody, and nobody is kept out when it fails.
        connection.exec("UPDATE api_keys SET last_used_at = now() WHERE id = "
                        "(SELECT id FROM api_keys WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED)",
                        holder.counted_as);
    }
    return holder;
}

Result<std::optional<Holder>> find_session(pg::Connection& connection, const std::string& id) {
    static const auto sql =
        std::string{"SELECT m.id, m.role, m.organization_id, s.expires_at, s.ended_at, "} +
        of_organization +
        ", s.id FROM sessions s JOIN members m ON m.id = s.member_id "
        "JOIN organizations o ON o.id = m.organization_id WHERE s.id = $1";
    const auto session = base::Uuid::parse(id);
    if (!session) return std::nullopt;
    const auto rows = connection.exec(sql, *session);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    auto holder = read_holder((*rows)[0], "user:");
    holder.session = session;
    return holder;
}

} // namespace

Result<std::optional<Holder>> find_holder(pg::Pool& pool, const Credential& credential) {
    auto connection = pool.borrow();
    if (!connection) return fail(connection.error());
    if (credential.kind == Credential::Kind::session) {
        return find_session(**connection, credential.what);
    }
    return find_key(**connection, credential.what);
}

} // namespace hatif::gateway
