#include "contact/audiences/audience_store.hpp"

#include "contact/people/search_text.hpp"

#include <string>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

const std::string columns = "id, organization_id, name, description, version, contact_count, "
                            "created_at, updated_at";

Audience audience_from(const pg::Row& row) {
    return {.id = row.get<base::AudienceId>(0),
            .organization = row.get<base::OrganizationId>(1),
            .name = row.get<std::string>(2),
            .description = row.get<std::optional<std::string>>(3),
            .version = row.get<std::int64_t>(4),
            .contact_count = row.get<std::int64_t>(5),
            .created_at = row.get<base::Instant>(6),
            .updated_at = row.get<base::Instant>(7)};
}

Result<Audience> one_audience(pg::Transaction& transaction,
                              base::OrganizationId organization,
                              std::string_view id,
                              const std::string& lock) {
    const auto none = [] {
        return fail(Errc::not_found, "there is no such audience", "AUDIENCE_NOT_FOUND");
    };
    const auto uuid = base::Uuid::parse(id);
    if (!uuid) return none();
    const auto rows = transaction.exec(
        "SELECT " + columns + " FROM audiences WHERE id = $1 AND organization_id = $2" + lock,
        *uuid, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return none();
    return audience_from((*rows)[0]);
}

} // namespace

Result<Audience> find_audience(pg::Transaction& transaction,
                               base::OrganizationId organization,
                               std::string_view id) {
    return one_audience(transaction, organization, id, "");
}

Result<Audience> lock_audience(pg::Transaction& transaction,
                               base::OrganizationId organization,
                               std::string_view id) {
    return one_audience(transaction, organization, id, " FOR UPDATE");
}

Result<void> insert_audience(pg::Transaction& transaction, const Audience& audience) {
    const auto written = transaction.exec(
        "INSERT INTO audiences (" + columns +
            ", search_text) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        audience.id, audience.organization, audience.name, audience.description, audience.version,
        audience.contact_count, audience.created_at, audience.updated_at, folded(audience.name));
    if (!written) return fail(written.error());
    return {};
}

Result<AudiencePage> list_audiences(pg::Transaction& transaction,
                                    base::OrganizationId organization,
                                    const page::Request& wanted) {
    const auto pattern = page::containing(folded(wanted.search));
    const auto count = transaction.exec(
        "SELECT count(*) FROM audiences WHERE organization_id = $1 AND search_text LIKE $2",
        organization, pattern);
    if (!count) return fail(count.error());

    // Of the two, names are compared as text and instants as instants; the cursor's value is text.
    const bool by_name = wanted.sort_by == "name";
    const std::string by = by_name ? "name COLLATE \"und-x-icu\"" : "created_at";
    const std::string direction = wanted.ascending() ? " ASC" : " DESC";
    const std::string after = "(SELECT " + by + ", id FROM audiences WHERE id = $3)";
    const std::string behind =
        "($3::uuid IS NULL OR (" + by + ", id) " + (wanted.ascending() ? "> " : "< ") + after + ")";
    std::optional<base::Uuid> place;
    if (wanted.after) place = base::Uuid::parse(wanted.after->id);
    const auto rows = transaction.exec(
        "SELECT " + columns +
            " FROM audiences WHERE organization_id = $1 AND search_text LIKE $2 "
            "AND " +
            behind + " ORDER BY " + by + direction + ", id" + direction + " LIMIT $4 OFFSET $5",
        organization, pattern, place, std::int64_t{wanted.limit}, wanted.offset());
    if (!rows) return fail(rows.error());

    AudiencePage page;
    std::optional<page::Place> last;
    for (const auto& row : *rows) {
        page.audiences.push_back(audience_from(row));
        // Audiences are never removed, so the last one itself says where the next page begins; its
        // value only makes the cursor one of this order.
        const auto& end = page.audiences.back();
        last = page::Place{by_name ? end.name : page::as_value(end.created_at),
                           end.id.value().to_string()};
    }
    page.meta = page::meta(wanted, (*count)[0].get<std::int64_t>(0), last);
    return page;
}

} // namespace hatif::contact
