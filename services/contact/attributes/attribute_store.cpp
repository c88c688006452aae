#include "contact/attributes/attribute_store.hpp"

#include "contact/people/search_text.hpp"
#include "page/clauses.hpp"

#include <string>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

const std::string columns = "id, organization_id, name, display_name, description, type, "
                            "created_at, updated_at";

CustomAttribute attribute_from(const pg::Row& row) {
    return {.id = row.get<AttributeId>(0),
            .organization = row.get<base::OrganizationId>(1),
            .name = row.get<std::string>(2),
            .display_name = row.get<std::string>(3),
            .description = row.get<std::optional<std::string>>(4),
            .type =
                attribute_type_named(row.get<std::string_view>(5)).value_or(AttributeType::text),
            .created_at = row.get<base::Instant>(6),
            .updated_at = row.get<base::Instant>(7)};
}

/// A column and what a cursor keeps of it, which is text for all but the instants.
struct Sort {
    std::string column;
    std::string cast;
};

Sort sort_of(std::string_view by) {
    if (by == "displayName") return {"display_name COLLATE \"und-x-icu\"", "::text"};
    if (by == "name") return {"name", "::text"};
    return {"created_at", "::timestamptz"};
}

page::Place place_of(const CustomAttribute& attribute, std::string_view by) {
    const auto id = attribute.id.value().to_string();
    if (by == "displayName") return {attribute.display_name, id};
    if (by == "name") return {attribute.name, id};
    return {page::as_value(attribute.created_at), id};
}

Result<pg::Rows> page_of(pg::Transaction& transaction,
                         base::OrganizationId organization,
                         const std::string& pattern,
                         const page::Request& wanted) {
    const auto sort = sort_of(wanted.sort_by);
    const auto part = page::clauses(wanted, sort.column, "$3" + sort.cast, "$4::uuid");
    pg::Param value = pg::param(std::optional<std::string>{});
    std::optional<base::Uuid> id;
    if (wanted.after) {
        id = base::Uuid::parse(wanted.after->id);
        value = pg::param(wanted.after->value);
    }
    if (wanted.sort_by == "createdAt") {
        const auto moment = wanted.after ? page::moment(wanted.after->value) : std::nullopt;
        value = pg::param(moment);
    }
    return transaction.execute(
        "SELECT " + columns +
            " FROM custom_attributes WHERE organization_id = $1 AND search_text LIKE $2 AND " +
            part.behind + part.order + " LIMIT $5 OFFSET $6",
        {pg::param(organization), pg::param(pattern), value, pg::param(id),
         pg::param(std::int64_t{wanted.limit}), pg::param(wanted.offset())});
}

} // namespace

Result<AttributeSchema> read_schema(pg::Transaction& transaction,
                                    base::OrganizationId organization) {
    const auto rows = transaction.exec(
        "SELECT name, type FROM custom_attributes WHERE organization_id = $1", organization);
    if (!rows) return fail(rows.error());
    AttributeSchema schema;
    for (const auto& row : *rows) {
        const auto type = attribute_type_named(row.get<std::string_view>(1));
        if (type) schema.add(row.get<std::string>(0), *type);
    }
    return schema;
}

Result<CustomAttribute> find_attribute(pg::Transaction& transaction,
                                       base::OrganizationId organization,
                                       std::string_view id) {
    const auto none = [] {
        return fail(Errc::not_found, "there is no such custom attribute",
                    "CUSTOM_ATTRIBUTE_NOT_FOUND");
    };
    const auto uuid = base::Uuid::parse(id);
    if (!uuid) return none();
    const auto rows = transaction.exec(
        "SELECT " + columns + " FROM custom_attributes WHERE id = $1 AND organization_id = $2",
        *uuid, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return none();
    return attribute_from((*rows)[0]);
}

Result<void> insert_attribute(pg::Transaction& transaction, const CustomAttribute& attribute) {
    const auto written = transaction.exec(
        "INSERT INTO custom_attributes (" + columns +
            ", search_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
            "ON CONFLICT (organization_id, name) DO NOTHING",
        attribute.id, attribute.organization, attribute.name, attribute.display_name,
        attribute.description, std::string{word_of(attribute.type)}, attribute.created_at,
        attribute.updated_at, attribute.name + '\n' + folded(attribute.display_name));
    if (!written) return fail(written.error());
    if (written->affected() > 0) return {};
    return fail(Errc::already_exists,
                "there is a custom attribute \"" + attribute.name + "\" already",
                "CUSTOM_ATTRIBUTE_ALREADY_EXISTS");
}

Result<void> rewrite_description(pg::Transaction& transaction, const CustomAttribute& attribute) {
    const auto written = transaction.exec(
        "UPDATE custom_attributes SET description = $2, updated_at = $3 WHERE id = $1",
        attribute.id, attribute.description, attribute.updated_at);
    if (!written) return fail(written.error());
    return {};
}

Result<void> delete_attribute(pg::Transaction& transaction, AttributeId id) {
    const auto gone = transaction.exec("DELETE FROM custom_attributes WHERE id = $1", id);
    if (!gone) return fail(gone.error());
    return {};
}

Result<AttributePage> list_attributes(pg::Transaction& transaction,
                                      base::OrganizationId organization,
                                      const page::Request& wanted) {
    const auto pattern = page::containing(folded(wanted.search));
    const auto count = transaction.exec(
        "SELECT count(*) FROM custom_attributes WHERE organization_id = $1 AND search_text LIKE $2",
        organization, pattern);
    if (!count) return fail(count.error());
    const auto rows = page_of(transaction, organization, pattern, wanted);
    if (!rows) return fail(rows.error());
    AttributePage page;
    for (const auto& row : *rows) page.attributes.push_back(attribute_from(row));
    std::optional<page::Place> last;
    if (!page.attributes.empty()) last = place_of(page.attributes.back(), wanted.sort_by);
    page.meta = page::meta(wanted, (*count)[0].get<std::int64_t>(0), last);
    return page;
}

} // namespace hatif::contact
