#include "contact/people/contact_store.hpp"

#include "contact/people/contact_row.hpp"

#include <utility>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// The one statement of an upsert. Items were applied before, so a row is written as it will be;
/// what another replica could only have written past `take_turn` is still not doubled. A row that
/// is already so is left alone.
std::string upsert_statement() {
    std::string names, values, arrays, set, now, then;
    int number = 1; // $1 is the organization
    for (const auto& [name, type] : written_columns()) {
        const auto joint = arrays.empty() ? "" : ", ";
        const std::string column{name};
        names += ", " + column;
        values += ", u." + column + (name == "channels" ? "::text[]" : "");
        arrays += joint + ("$" + std::to_string(++number) + "::" + std::string{type} + "[]");
        if (name == "id" || name == "match_key" || name == "created_at") continue;
        set += (set.empty() ? "" : ", ") + (column + " = EXCLUDED." + column);
        if (name == "updated_at") continue;
        now += (now.empty() ? "t." : ", t.") + column;
        then += (then.empty() ? "EXCLUDED." : ", EXCLUDED.") + column;
    }
    auto aliases = names.substr(2);
    return "INSERT INTO contacts AS t (organization_id" + names + ") SELECT $1" + values +
           " FROM unnest(" + arrays + ") AS u(" + aliases +
           ") ON CONFLICT (organization_id, match_key) WHERE deleted_at IS NULL DO UPDATE SET " +
           set + " WHERE (" + now + ") IS DISTINCT FROM (" + then + ")";
}

/// One contact as it is now, its phone included.
std::string rewrite_statement() {
    std::string names, arrays, set;
    int number = 0;
    for (const auto& [name, type] : written_columns()) {
        const std::string column{name};
        names += (names.empty() ? "" : ", ") + column;
        arrays += (arrays.empty() ? "$" : ", $") + std::to_string(++number) +
                  "::" + std::string{type} + "[]";
        if (name == "id" || name == "created_at") continue;
        set += (set.empty() ? "" : ", ") + column + " = u." + column +
               (name == "channels" ? "::text[]" : "");
    }
    return "UPDATE contacts t SET " + set + " FROM unnest(" + arrays + ") AS u(" + names +
           ") WHERE t.id = u.id AND t.deleted_at IS NULL";
}

Result<std::vector<Contact>> contacts_from(const Result<pg::Rows>& rows) {
    if (!rows) return fail(rows.error());
    std::vector<Contact> found;
    for (const auto& row : *rows) found.push_back(contact_from(row));
    return found;
}

} // namespace

// A plan kept since the tables were empty may know nothing of their indexes' worth; here planning
// anew costs nothing beside the work.
Result<void> take_turn(pg::Transaction& transaction, base::OrganizationId organization) {
    const auto taken = transaction.exec("SELECT pg_advisory_xact_lock(20082, hashtext($1)), "
                                        "set_config('plan_cache_mode', 'force_custom_plan', true)",
                                        organization.value().to_string());
    if (!taken) return fail(taken.error());
    return {};
}

Result<Contact>
find_contact(pg::Transaction& transaction, base::OrganizationId organization, std::string_view id) {
    std::vector<base::Uuid> ids;
    if (const auto uuid = base::Uuid::parse(id)) ids.push_back(*uuid);
    auto found = find_contacts(transaction, organization, ids);
    if (!found) return fail(found.error());
    if (!found->empty()) return std::move(found->front());
    return fail(Errc::not_found, "there is no such contact", "CONTACT_NOT_FOUND");
}

// OFFSET 0 keeps each look-up by itself, through the unique index, whatever the planner knew of the
// table when it made the plan: `= ANY` was seen to scan the organization once a batch.
Result<std::vector<Contact>> find_contacts(pg::Transaction& transaction,
                                           base::OrganizationId organization,
                                           const std::vector<base::Uuid>& ids) {
    static const std::string sql =
        "SELECT " + contact_columns() +
        " FROM unnest($2::uuid[]) AS asked(id) CROSS JOIN LATERAL (SELECT * FROM contacts "
        "WHERE id = asked.id OFFSET 0) AS c WHERE c.organization_id = $1 AND c.deleted_at IS NULL";
    return contacts_from(transaction.exec(sql, organization, ids));
}

Result<std::vector<Contact>> find_by_phone(pg::Transaction& transaction,
                                           base::OrganizationId organization,
                                           const std::vector<std::string>& match_keys) {
    static const std::string sql =
        "SELECT " + contact_columns() +
        " FROM unnest($2::text[]) AS asked(match_key) CROSS JOIN LATERAL (SELECT * FROM contacts "
        "WHERE organization_id = $1 AND match_key = asked.match_key AND deleted_at IS NULL "
        "OFFSET 0) AS c";
    return contacts_from(transaction.exec(sql, organization, match_keys));
}

Result<void> write_contacts(pg::Transaction& transaction,
                            base::OrganizationId organization,
                            const std::vector<Contact>& created,
                            const std::vector<Contact>& updated) {
    static const std::string sql = upsert_statement();
    std::vector<const Contact*> all;
    for (const auto* group : {&created, &updated}) {
        for (const auto& contact : *group) all.push_back(&contact);
    }
    if (all.empty()) return {};
    auto params = arrays_of(all);
    params.insert(params.begin(), pg::param(organization));
    if (const auto written = transaction.execute(sql, params); !written) {
        return fail(written.error());
    }
    if (created.empty()) return {};
    const auto counted = transaction.exec(
        "INSERT INTO contact_counts AS t (organization_id, contacts) VALUES ($1, $2) "
        "ON CONFLICT (organization_id) DO UPDATE SET contacts = t.contacts + EXCLUDED.contacts",
        organization, static_cast<std::int64_t>(created.size()));
    if (!counted) return fail(counted.error());
    return {};
}

Result<void> rewrite_contact(pg::Transaction& transaction, const Contact& contact) {
    static const std::string sql = rewrite_statement();
    const auto written = transaction.execute(sql, arrays_of({&contact}));
    if (!written) return fail(written.error());
    return {};
}

Result<void> mark_deleted(pg::Transaction& transaction,
                          base::OrganizationId organization,
                          const std::vector<base::ContactId>& ids,
                          base::Instant now) {
    const auto deleted = transaction.exec(
        "UPDATE contacts c SET deleted_at = $3 FROM unnest($1::uuid[]) AS gone(id) "
        "WHERE c.id = gone.id AND c.organization_id = $2 AND c.deleted_at IS NULL",
        ids, organization, now);
    if (!deleted) return fail(deleted.error());
    const auto counted = transaction.exec(
        "UPDATE contact_counts SET contacts = contacts - $2 WHERE organization_id = $1",
        organization, deleted->affected());
    if (!counted) return fail(counted.error());
    return {};
}

} // namespace hatif::contact
