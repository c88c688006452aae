#include "contact/people/contact_store.hpp"

#include <array>
#include <utility>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::array<std::pair<PhoneStatus, std::string_view>, 4> statuses{{
    {PhoneStatus::valid, "valid"},
    {PhoneStatus::possible, "possible"},
    {PhoneStatus::invalid, "invalid"},
    {PhoneStatus::unreachable, "unreachable"},
}};

std::string_view name_of(PhoneStatus status) {
    for (const auto& [value, name] : statuses) {
        if (value == status) return name;
    }
    return "invalid";
}

PhoneStatus status_named(std::string_view name) {
    for (const auto& [value, text] : statuses) {
        if (text == name) return value;
    }
    return PhoneStatus::invalid;
}

/// `{"a","b"}`: arrays of arrays cannot be unnested, so each contact's list travels as text.
std::string array_literal(const std::vector<std::string>& texts) {
    std::string out{"{"};
    for (const auto& text : texts) {
        if (out.size() > 1) out += ',';
        out += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        out += '"';
    }
    return out + '}';
}

/// One array a column, in the order of `written_columns`.
std::vector<pg::Param> columns_of(const std::vector<const Contact*>& contacts) {
    std::vector<pg::Param> params;
    const auto add = [&](auto value_of) {
        std::vector<decltype(value_of(*contacts.front()))> column;
        column.reserve(contacts.size());
        for (const auto* contact : contacts) column.push_back(value_of(*contact));
        params.push_back(pg::param(column));
    };
    using Text = std::string_view;
    using MaybeText = std::optional<std::string_view>;
    add([](const Contact& it) { return it.id; });
    add([](const Contact& it) { return Text{it.match_key}; });
    add([](const Contact& it) { return it.phone ? MaybeText{it.phone->e164()} : std::nullopt; });
    add([](const Contact& it) { return name_of(it.phone_status); });
    add([](const Contact& it) { return Text{it.primary_phone}; });
    add([](const Contact& it) { return array_literal(it.channels); });
    add([](const Contact& it) { return Text{it.search_text}; });
    add([](const Contact& it) { return it.created_at; });
    add([](const Contact& it) { return it.updated_at; });
    for (std::size_t field = 0; field < text_field_count; ++field) {
        add([field](const Contact& it) {
            return it.texts[field] ? MaybeText{*it.texts[field]} : std::nullopt;
        });
    }
    return params;
}

struct Column {
    std::string_view name;
    std::string_view type;
};

constexpr std::array<Column, 9> fixed_columns{{
    {"id", "uuid"},
    {"match_key", "text"},
    {"phone_e164", "text"},
    {"phone_status", "text"},
    {"primary_phone", "text"},
    {"channels", "text"},
    {"search_text", "text"},
    {"created_at", "timestamptz"},
    {"updated_at", "timestamptz"},
}};

std::vector<Column> written_columns() {
    std::vector<Column> all{fixed_columns.begin(), fixed_columns.end()};
    for (const auto& rule : text_rules()) all.push_back({rule.column, "text"});
    return all;
}

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

const std::string& contact_columns() {
    static const std::string columns = [] {
        std::string list = "c.organization_id";
        for (const auto& [name, type] : written_columns()) list += ", c." + std::string{name};
        return list;
    }();
    return columns;
}

Contact contact_from(const pg::Row& row) {
    Contact it{.id = row.get<base::ContactId>(1),
               .organization = row.get<base::OrganizationId>(0),
               .primary_phone = row.get<std::string>(5),
               .match_key = row.get<std::string>(2),
               .phone = {},
               .phone_status = status_named(row.get<std::string_view>(4)),
               .channels = row.get<std::vector<std::string>>(6),
               .search_text = row.get<std::string>(7),
               .created_at = row.get<base::Instant>(8),
               .updated_at = row.get<base::Instant>(9)};
    if (!row.null(3)) {
        if (auto number = phone::PhoneNumber::parse(row.get<std::string_view>(3))) {
            it.phone = *std::move(number);
        }
    }
    for (std::size_t field = 0; field < text_field_count; ++field) {
        it.texts[field] = row.get<std::optional<std::string>>(10 + static_cast<int>(field));
    }
    return it;
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
    auto params = columns_of(all);
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

Result<void> mark_deleted(pg::Transaction& transaction,
                          base::OrganizationId organization,
                          base::ContactId id,
                          base::Instant now) {
    const auto deleted =
        transaction.exec("UPDATE contacts SET deleted_at = $3 "
                         "WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL",
                         id, organization, now);
    if (!deleted) return fail(deleted.error());
    const auto counted = transaction.exec(
        "UPDATE contact_counts SET contacts = contacts - 1 WHERE organization_id = $1",
        organization);
    if (!counted) return fail(counted.error());
    return {};
}

} // namespace hatif::contact
