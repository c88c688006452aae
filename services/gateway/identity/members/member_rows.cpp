#include "gateway/identity/members/member_rows.hpp"

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

const std::string member_columns =
    "id, organization_id, email, first_name, last_name, phone, role, password_hash, "
    "is_email_verified, last_login_at, created_at, updated_at";

namespace {

Result<void> done(const Result<pg::Rows>& rows) {
    if (rows) return {};
    if (rows.error().code == Errc::already_exists) {
        return fail(Errc::already_exists, "the e-mail address belongs to a member already",
                    "MEMBER_ALREADY_EXISTS");
    }
    return fail(rows.error());
}

} // namespace

Member read_member(const pg::Row& row) {
    return {.id = row.get<MemberId>(0),
            .organization = row.get<base::OrganizationId>(1),
            .email = row.get<std::string>(2),
            .first_name = row.get<std::optional<std::string>>(3),
            .last_name = row.get<std::optional<std::string>>(4),
            .phone = row.get<std::optional<std::string>>(5),
            .role = static_cast<rpc::Role>(row.get<std::int32_t>(6)),
            .password_hash = row.get<std::optional<std::string>>(7),
            .is_email_verified = row.get<bool>(8),
            .last_login_at = row.get<std::optional<base::Instant>>(9),
            .created_at = row.get<base::Instant>(10),
            .updated_at = row.get<base::Instant>(11)};
}

Result<Member> find_member(pg::Transaction& transaction,
                           const base::OrganizationId& organization,
                           const base::Uuid& id) {
    const auto rows = transaction.exec("SELECT " + member_columns +
                                           " FROM members WHERE organization_id = $1 AND id = $2",
                                       organization, id);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "there is no such member", "MEMBER_NOT_FOUND");
    return read_member((*rows)[0]);
}

Result<std::optional<Member>> find_member_by_email(pg::Transaction& transaction,
                                                   const std::string& email) {
    const auto rows = transaction.exec(
        "SELECT " + member_columns + " FROM members WHERE email_key = $1", email_key(email));
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    return read_member((*rows)[0]);
}

Result<void> lock_admins(pg::Transaction& transaction, const base::OrganizationId& organization) {
    const auto rows = transaction.exec(
        "SELECT 1 FROM organizations WHERE id = $1 FOR NO KEY UPDATE", organization);
    if (!rows) return fail(rows.error());
    return {};
}

Result<bool> has_other_admin(pg::Transaction& transaction, const Member& member) {
    const auto rows =
        transaction.exec("SELECT EXISTS (SELECT 1 FROM members WHERE organization_id = $1 "
                         "AND id <> $2 AND role = 3 AND password_hash IS NOT NULL)",
                         member.organization, member.id);
    if (!rows) return fail(rows.error());
    return (*rows)[0].get<bool>(0);
}

Result<void> insert_member(pg::Transaction& transaction, const Member& member) {
    return done(transaction.exec(
        "INSERT INTO members (id, organization_id, email, email_key, first_name, last_name, phone, "
        "role, password_hash, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        member.id, member.organization, member.email, email_key(member.email), member.first_name,
        member.last_name, member.phone, static_cast<std::int32_t>(member.role),
        member.password_hash, member.created_at, member.updated_at));
}

Result<void> update_member(pg::Transaction& transaction, const Member& member) {
    return done(transaction.exec(
        "UPDATE members SET email = $2, email_key = $3, first_name = $4, last_name = $5, "
        "phone = $6, role = $7, password_hash = $8, updated_at = $9 WHERE id = $1",
        member.id, member.email, email_key(member.email), member.first_name, member.last_name,
        member.phone, static_cast<std::int32_t>(member.role), member.password_hash,
        member.updated_at));
}

Result<void> delete_member(pg::Transaction& transaction, const MemberId& id) {
    return done(transaction.exec("DELETE FROM members WHERE id = $1", id));
}

} // namespace hatif::gateway
