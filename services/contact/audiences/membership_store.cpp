#include "contact/audiences/membership_store.hpp"

#include <algorithm>
#include <unordered_set>

namespace hatif::contact {

using base::ContactId;
using base::fail;
using base::Result;

namespace {

std::unordered_set<base::Uuid> ids_of(const pg::Rows& rows) {
    std::unordered_set<base::Uuid> ids;
    for (const auto& row : rows) ids.insert(row.get<base::Uuid>(0));
    return ids;
}

std::vector<ContactId> not_among(const std::unordered_set<base::Uuid>& known,
                                 const std::vector<ContactId>& asked) {
    std::vector<ContactId> unknown;
    for (const auto& id : asked) {
        if (!known.contains(id.value())) unknown.push_back(id);
    }
    return unknown;
}

/// The audience's next version, with as many members more or less. Nobody came or went: it stays.
Result<MembersChange> next_version(pg::Transaction& transaction,
                                   const Audience& locked,
                                   std::int64_t added,
                                   std::int64_t removed,
                                   base::Instant now) {
    if (added == 0 && removed == 0) {
        return MembersChange{locked.id, locked.version, locked.contact_count};
    }
    const auto rows = transaction.exec(
        "UPDATE audiences SET version = version + 1, contact_count = contact_count + $2 - $3, "
        "updated_at = $4 WHERE id = $1 RETURNING version, contact_count",
        locked.id, added, removed, now);
    if (!rows) return fail(rows.error());
    return MembersChange{locked.id, (*rows)[0].get<std::int64_t>(0),
                         (*rows)[0].get<std::int64_t>(1), static_cast<std::uint32_t>(added),
                         static_cast<std::uint32_t>(removed)};
}

} // namespace

Result<Added> add_members(pg::Transaction& transaction,
                          const Audience& locked,
                          const std::vector<ContactId>& contacts,
                          base::Instant now) {
    const auto known = transaction.exec(
        "SELECT c.id FROM unnest($1::uuid[]) AS asked(id) CROSS JOIN LATERAL (SELECT * FROM "
        "contacts WHERE id = asked.id OFFSET 0) AS c "
        "WHERE c.organization_id = $2 AND c.deleted_at IS NULL",
        contacts, locked.organization);
    if (!known) return fail(known.error());
    auto ids = ids_of(*known);
    std::vector<base::Uuid> sorted{ids.begin(), ids.end()};
    std::sort(sorted.begin(), sorted.end());

    const auto written = transaction.exec(
        "INSERT INTO memberships (audience_id, contact_id, added_version) "
        "SELECT $1, id, $2 FROM unnest($3::uuid[]) AS u(id) "
        "ON CONFLICT (audience_id, contact_id) WHERE removed_version IS NULL DO NOTHING",
        locked.id, locked.version + 1, sorted);
    if (!written) return fail(written.error());
    const auto change = next_version(transaction, locked, written->affected(), 0, now);
    if (!change) return fail(change.error());
    return Added{*change, static_cast<std::uint32_t>(sorted.size()) - change->added,
                 not_among(ids, contacts)};
}

Result<Removed> remove_members(pg::Transaction& transaction,
                               const Audience& locked,
                               const std::vector<ContactId>& contacts,
                               base::Instant now) {
    const auto gone = transaction.exec(
        "UPDATE memberships SET removed_version = $2 "
        "WHERE audience_id = $1 AND contact_id = ANY($3) AND removed_version IS NULL "
        "RETURNING contact_id",
        locked.id, locked.version + 1, contacts);
    if (!gone) return fail(gone.error());
    const auto change = next_version(transaction, locked, 0, gone->size(), now);
    if (!change) return fail(change.error());
    return Removed{*change, not_among(ids_of(*gone), contacts)};
}

Result<std::vector<MembersChange>>
leave_all(pg::Transaction& transaction, ContactId contact, base::Instant now) {
    // One statement: the rows of the audiences are locked before the memberships are closed.
    const auto rows = transaction.exec(
        "WITH raised AS ("
        "  UPDATE audiences SET version = version + 1, contact_count = contact_count - 1, "
        "    updated_at = $2"
        "  WHERE id IN (SELECT audience_id FROM memberships"
        "               WHERE contact_id = $1 AND removed_version IS NULL)"
        "  RETURNING id, version, contact_count),"
        "closed AS ("
        "  UPDATE memberships m SET removed_version = raised.version FROM raised"
        "  WHERE m.audience_id = raised.id AND m.contact_id = $1 AND m.removed_version IS NULL)"
        "SELECT id, version, contact_count FROM raised",
        contact, now);
    if (!rows) return fail(rows.error());
    std::vector<MembersChange> changes;
    for (const auto& row : *rows) {
        changes.push_back({row.get<base::AudienceId>(0), row.get<std::int64_t>(1),
                           row.get<std::int64_t>(2), 0, 1});
    }
    return changes;
}

// The inner limit is for the planner, who cannot see a parameter: it walks the key and sorts
// nothing.
Result<std::vector<base::Uuid>> members_of(pg::Connection& connection, const MembersAsked& asked) {
    const auto rows = connection.exec(
        "SELECT contact_id FROM ("
        "  SELECT contact_id FROM memberships WHERE audience_id = $1 AND contact_id > $2 "
        "  AND added_version <= $3 AND (removed_version IS NULL OR removed_version > $3) "
        "  ORDER BY contact_id LIMIT 10000) AS next LIMIT $4",
        asked.audience, asked.after, asked.version, asked.limit);
    if (!rows) return fail(rows.error());
    std::vector<base::Uuid> ids;
    for (const auto& row : *rows) ids.push_back(row.get<base::Uuid>(0));
    return ids;
}

Result<std::vector<base::Uuid>> members_now(pg::Transaction& transaction,
                                            base::AudienceId audience,
                                            const std::vector<base::Uuid>& contacts) {
    const auto rows =
        transaction.exec("SELECT contact_id FROM memberships WHERE audience_id = $1 AND "
                         "contact_id = ANY($2) AND removed_version IS NULL",
                         audience, contacts);
    if (!rows) return fail(rows.error());
    std::vector<base::Uuid> ids;
    for (const auto& row : *rows) ids.push_back(row.get<base::Uuid>(0));
    return ids;
}

} // namespace hatif::contact
