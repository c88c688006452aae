#include "contact/audiences/membership_store.hpp"

#include "contact/audiences/audience_store.hpp"

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

/// Those that are contacts of the organization, in the order in which all writers lock rows.
Result<std::vector<base::Uuid>> known_of(pg::Transaction& transaction,
                                         base::OrganizationId organization,
                                         const std::vector<ContactId>& contacts) {
    const auto rows = transaction.exec(
        "SELECT c.id FROM unnest($1::uuid[]) AS asked(id) CROSS JOIN LATERAL (SELECT * FROM "
        "contacts WHERE id = asked.id OFFSET 0) AS c "
        "WHERE c.organization_id = $2 AND c.deleted_at IS NULL",
        contacts, organization);
    if (!rows) return fail(rows.error());
    std::vector<base::Uuid> known;
    for (const auto& row : *rows) known.push_back(row.get<base::Uuid>(0));
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    return known;
}

/// Answers how many of them were no members before.
Result<std::int64_t> open_memberships(pg::Transaction& transaction,
                                      const Audience& locked,
                                      const std::vector<base::Uuid>& contacts) {
    const auto written = transaction.exec(
        "INSERT INTO memberships (audience_id, contact_id, added_version) "
        "SELECT $1, id, $2 FROM unnest($3::uuid[]) AS u(id) "
        "ON CONFLICT (audience_id, contact_id) WHERE removed_version IS NULL DO NOTHING",
        locked.id, locked.version + 1, contacts);
    if (!written) return fail(written.error());
    return written->affected();
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
    const auto known = known_of(transaction, locked.organization, contacts);
    if (!known) return fail(known.error());
    const auto came = open_memberships(transaction, locked, *known);
    if (!came) return fail(came.error());
    const auto change = next_version(transaction, locked, *came, 0, now);
    if (!change) return fail(change.error());
    return Added{*change, static_cast<std::uint32_t>(known->size()) - change->added,
                 not_among({known->begin(), known->end()}, contacts)};
}

Result<Added> add_members(pg::Transaction& transaction,
                          base::OrganizationId organization,
                          std::string_view audience_id,
                          const std::vector<ContactId>& contacts,
                          base::Instant now) {
    const auto locked = lock_audience(transaction, organization, audience_id);
    if (!locked) return fail(locked.error());
    return add_members(transaction, *locked, contacts, now);
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

Result<Replaced> replace_members(pg::Transaction& transaction,
                                 const Audience& locked,
                                 const std::vector<ContactId>& contacts,
                                 base::Instant now) {
    const auto known = known_of(transaction, locked.organization, contacts);
    if (!known) return fail(known.error());
    const auto gone = transaction.exec("UPDATE memberships m SET removed_version = $2 "
                                       "WHERE audience_id = $1 AND removed_version IS NULL "
                                       "AND NOT EXISTS (SELECT FROM unnest($3::uuid[]) AS "
                                       "stays(id) WHERE stays.id = m.contact_id)",
                                       locked.id, locked.version + 1, *known);
    if (!gone) return fail(gone.error());
    const auto came = open_memberships(transaction, locked, *known);
    if (!came) return fail(came.error());
    const auto change = next_version(transaction, locked, *came, gone->affected(), now);
    if (!change) return fail(change.error());
    return Replaced{*change, static_cast<std::uint32_t>(known->size()) - change->added,
                    not_among({known->begin(), known->end()}, contacts)};
}

Result<std::vector<MembersChange>>
leave_all(pg::Transaction& transaction, const std::vector<ContactId>& contacts, base::Instant now) {
    // One statement: the rows of the audiences are locked before the memberships are closed.
    const auto rows = transaction.exec(
        "WITH leaving AS ("
        "  SELECT m.audience_id, m.contact_id FROM unnest($1::uuid[]) AS gone(id)"
        "  JOIN memberships m ON m.contact_id = gone.id AND m.removed_version IS NULL),"
        "raised AS ("
        "  UPDATE audiences a SET version = version + 1, contact_count = contact_count - "
        "n.members, "
        "    updated_at = $2"
        "  FROM (SELECT audience_id, count(*) AS members FROM leaving GROUP BY audience_id) AS n"
        "  WHERE a.id = n.audience_id AND a.deleted_at IS NULL"
        "  RETURNING a.id, a.version, a.contact_count, n.members),"
        "closed AS ("
        "  UPDATE memberships m SET removed_version = raised.version FROM raised, leaving"
        "  WHERE leaving.audience_id = raised.id AND m.audience_id = raised.id"
        "    AND m.contact_id = leaving.contact_id AND m.removed_version IS NULL)"
        "SELECT id, version, contact_count, members FROM raised",
        contacts, now);
    if (!rows) return fail(rows.error());
    std::vector<MembersChange> changes;
    for (const auto& row : *rows) {
        changes.push_back({row.get<base::AudienceId>(0), row.get<std::int64_t>(1),
                           row.get<std::int64_t>(2), 0,
                           static_cast<std::uint32_t>(row.get<std::int64_t>(3))});
    }
    return changes;
}

// The inner limit is for the planner, who cannot see a parameter: it walks the key and sorts
// nothing.
Result<Members> members_of(pg::Connection& connection, const MembersAsked& asked) {
    static const std::string next =
        " FROM ("
        "  SELECT contact_id FROM memberships WHERE audience_id = $1 AND contact_id > $2 "
        "  AND added_version <= $3 AND (removed_version IS NULL OR removed_version > $3) "
        "  ORDER BY contact_id LIMIT 10000) AS next";
    static const std::string ids_alone = "SELECT contact_id" + next + " LIMIT $4";
    static const std::string with_places =
        "SELECT contact_id, c.place" + next +
        " LEFT JOIN LATERAL (SELECT coalesce(timezone, phone_e164) AS place FROM contacts"
        " WHERE id = next.contact_id OFFSET 0) AS c ON true LIMIT $4";
    const auto rows = connection.exec(asked.with_places ? with_places : ids_alone, asked.audience,
                                      asked.after, asked.version, asked.limit);
    if (!rows) return fail(rows.error());
    Members members;
    for (const auto& row : *rows) {
        members.ids.push_back(row.get<base::Uuid>(0));
        if (!asked.with_places) continue;
        members.places.push_back(row.get<std::optional<std::string>>(1).value_or(std::string{}));
    }
    return members;
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
