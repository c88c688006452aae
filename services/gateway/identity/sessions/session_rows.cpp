#include "gateway/identity/sessions/session_rows.hpp"

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr auto kept_for = std::chrono::hours{24 * 30};

// The columns of read_row.
const std::string columns = "id, member_id, address, generation, created_at, "
                            "refreshed_at, expires_at, ended_at";

Session read_row(const pg::Row& row) {
    return {.id = row.get<base::Uuid>(0),
            .member = row.get<MemberId>(1),
            .address = row.get<std::string>(2),
            .generation = row.get<std::uint32_t>(3),
            .created_at = row.get<base::Instant>(4),
            .refreshed_at = row.get<base::Instant>(5),
            .expires_at = row.get<base::Instant>(6),
            .ended_at = row.get<std::optional<base::Instant>>(7)};
}

Result<void> done(const Result<pg::Rows>& rows) {
    if (!rows) return fail(rows.error());
    return {};
}

} // namespace

Result<void> insert_session(pg::Transaction& transaction, const Session& session) {
    auto purged = done(transaction.exec(
        "DELETE FROM sessions WHERE member_id = $1 AND (ended_at < $2 OR expires_at < $2)",
        session.member, session.created_at - kept_for));
    if (!purged) return purged;
    return done(transaction.exec(
        "INSERT INTO sessions (id, member_id, address, generation, created_at, "
        "refreshed_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        session.id, session.member, session.address, static_cast<std::int32_t>(session.generation),
        session.created_at, session.refreshed_at, session.expires_at));
}

Result<std::optional<Session>> lock_session(pg::Transaction& transaction, const base::Uuid& id) {
    const auto rows =
        transaction.exec("SELECT " + columns + " FROM sessions WHERE id = $1 FOR UPDATE", id);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    return read_row((*rows)[0]);
}

Result<void> update_session(pg::Transaction& transaction, const Session& session) {
    return done(transaction.exec("UPDATE sessions SET generation = $2, refreshed_at = $3, "
                                 "expires_at = $4, ended_at = $5 WHERE id = $1",
                                 session.id, static_cast<std::int32_t>(session.generation),
                                 session.refreshed_at, session.expires_at, session.ended_at));
}

Result<std::vector<Session>>
list_sessions(pg::Transaction& transaction, const MemberId& member, base::Instant now) {
    const auto rows = transaction.exec("SELECT " + columns +
                                           " FROM sessions WHERE member_id = $1 "
                                           "AND ended_at IS NULL AND expires_at > $2 "
                                           "ORDER BY created_at DESC, id DESC",
                                       member, now);
    if (!rows) return fail(rows.error());
    std::vector<Session> sessions;
    for (const auto row : *rows) sessions.push_back(read_row(row));
    return sessions;
}

Result<void> end_session(pg::Transaction& transaction,
                         const base::OrganizationId& organization,
                         const std::optional<MemberId>& member,
                         const base::Uuid& id,
                         base::Instant now) {
    const auto rows = transaction.exec(
        "UPDATE sessions s SET ended_at = $4 FROM members m WHERE s.id = $1 "
        "AND m.id = s.member_id AND m.organization_id = $2 AND ($3::uuid IS NULL OR m.id = $3) "
        "AND s.ended_at IS NULL AND s.expires_at > $4",
        id, organization, member, now);
    if (!rows) return fail(rows.error());
    if (rows->affected() > 0) return {};
    return fail(Errc::not_found, "there is no such running session", "SESSION_NOT_FOUND");
}

Result<void> end_sessions(pg::Transaction& transaction,
                          const MemberId& member,
                          const std::optional<base::Uuid>& except,
                          base::Instant now) {
    return done(transaction.exec("UPDATE sessions SET ended_at = $3 WHERE member_id = $1 "
                                 "AND ended_at IS NULL AND ($2::uuid IS NULL OR id <> $2)",
                                 member, except, now));
}

} // namespace hatif::gateway
