#include "contact/audiences/audience_store.hpp"

#include "contact/people/search_text.hpp"
#include "page/clauses.hpp"

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
                              const std::string& condition) {
    const auto none = [] {
        return fail(Errc::not_found, "there is no such audience", "AUDIENCE_NOT_FOUND");
    };
    const auto uuid = base::Uuid::parse(id);
    if (!uuid) return none();
    const auto rows = transaction.exec(
        "SELECT " + columns + " FROM audiences WHERE id = $1 AND organization_id = $2" + condition,
        *uuid, organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return none();
    return audience_from((*rows)[0]);
}

} // namespace

Result<Audience> find_audience(pg::Transaction& transaction,
                               base::OrganizationId organization,
                               std::string_view id) {
    return one_audience(transaction, organization, id, " AND deleted_at IS NULL");
}

Result<Audience> find_audience_ever(pg::Transaction& transaction,
                                    base::OrganizationId organization,
                                    std::string_view id) {
    return one_audience(transaction, organization, id, "");
}

Result<Audience> lock_audience(pg::Transaction& transaction,
                               base::OrganizationId organization,
                               std::string_view id) {
    return one_audience(transaction, organization, id, " AND deleted_at IS NULL FOR UPDATE");
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

Result<void> update_audience(pg::Transaction& transaction, const Audience& audience) {
    const auto written = transaction.exec(
        "UPDATE audiences SET name = $2, description = $3, search_text = $4, updated_at = $5 "
        "WHERE id = $1",
        audience.id, audience.name, audience.description, folded(audience.name),
        audience.updated_at);
    if (!written) return fail(written.error());
    return {};
}

Result<void>
mark_deleted(pg::Transaction& transaction, const Audience& audience, base::Instant now) {
    const auto written =
        transaction.exec("UPDATE audiences SET deleted_at = $2 WHERE id = $1", audience.id, now);
    if (!written) return fail(written.error());
    return {};
}

Result<AudiencePage> list_audiences(pg::Transaction& transaction,
                                    base::OrganizationId organization,
                                    const page::Request& wanted,
                                    const std::optional<base::ContactId>& member) {
    const auto pattern = page::containing(folded(wanted.search));
    const std::string those =
        " FROM audiences a WHERE organization_id = $1 AND deleted_at IS NULL "
        "AND search_text LIKE $2 AND ($3::uuid IS NULL OR EXISTS (SELECT FROM memberships m "
        "WHERE m.audience_id = a.id AND m.contact_id = $3 AND m.removed_version IS NULL))";
    const auto count = transaction.exec("SELECT count(*)" + those, organization, pattern, member);
    if (!count) return fail(count.error());

    const bool by_name = wanted.sort_by == "name";
    std::optional<std::string> name;
    std::optional<base::Instant> moment;
    std::optional<base::Uuid> place;
    if (wanted.after) {
        if (by_name) name = wanted.after->value;
        if (!by_name) moment = page::moment(wanted.after->value);
        place = base::Uuid::parse(wanted.after->id).value_or(base::Uuid{});
    }
    const auto part =
        page::clauses(wanted, by_name ? "name COLLATE \"und-x-icu\"" : "created_at", "$4", "$5");
    const auto rows = transaction.execute(
        "SELECT " + columns + those + " AND " + part.behind + part.order + " LIMIT $6 OFFSET $7",
        {pg::param(organization), pg::param(pattern), pg::param(member),
         by_name ? pg::param(name) : pg::param(moment), pg::param(place),
         pg::param(std::int64_t{wanted.limit}), pg::param(wanted.offset())});
    if (!rows) return fail(rows.error());

    AudiencePage page;
    std::optional<page::Place> last;
    for (const auto& row : *rows) {
        page.audiences.push_back(audience_from(row));
        const auto& end = page.audiences.back();
        last = page::Place{by_name ? end.name : page::as_value(end.created_at),
                           end.id.value().to_string()};
    }
    page.meta = page::meta(wanted, (*count)[0].get<std::int64_t>(0), last);
    return page;
}

} // namespace hatif::contact
