#include "contact/people/contact_query.hpp"

#include "contact/people/contact_row.hpp"
#include "contact/people/search_text.hpp"

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

/// What is sorted by; never NULL, so that rows compare, and as the indexes have it. Names as people
/// sort them: É beside E, capitals beside small letters.
std::string_view expression_of(std::string_view sort) {
    if (sort == "firstName") return "coalesce(c.first_name, '') COLLATE \"und-x-icu\"";
    if (sort == "lastName") return "coalesce(c.last_name, '') COLLATE \"und-x-icu\"";
    if (sort == "primaryEmail") return "coalesce(c.primary_email, '')";
    if (sort == "primaryPhone") return "c.match_key"; // whatever the spelling
    return "c.created_at";
}

/// What a cursor keeps of the sorted column.
std::string place_value(const Contact& contact, std::string_view sort) {
    const auto text = [&](TextField field) { return contact.text(field).value_or(std::string{}); };
    if (sort == "firstName") return text(TextField::first_name);
    if (sort == "lastName") return text(TextField::last_name);
    if (sort == "primaryEmail") return text(TextField::primary_email);
    if (sort == "primaryPhone") return contact.match_key;
    return page::as_value(contact.created_at);
}

/// The place of a cursor in this order, as parameters.
Result<std::string> place(Query& query, const page::Cursor& after) {
    std::string value;
    if (after.sort_by == "createdAt") {
        const auto instant = page::moment(after.value);
        if (!instant) {
            return fail({base::Errc::invalid,
                         "1 field is invalid",
                         "VALIDATION",
                         {{"cursor", "is not a cursor of this list"}}});
        }
        value = query.with(*instant);
    } else {
        value = query.with(after.value);
    }
    return "(" + value + ", " + query.with(base::Uuid::parse(after.id).value_or(base::Uuid{})) +
           ")";
}

void add_filter(Query& query, const ContactFilter& filter) {
    if (filter.phone_status) {
        query.sql += " AND c.phone_status = " + query.with(word_of(*filter.phone_status));
    }
    if (filter.match_key) query.sql += " AND c.match_key = " + query.with(*filter.match_key);
    if (filter.created_until) {
        query.sql += " AND c.created_at <= " + query.with(*filter.created_until);
    }
    if (filter.inactive_since) {
        query.sql += " AND NOT EXISTS (SELECT FROM contact_engagement e WHERE e.contact_id = c.id "
                     "AND e.last_answered_at >= " +
                     query.with(*filter.inactive_since) + ")";
    }
    if (filter.consecutive_failures > 0) {
        // The first condition is the index's, to the letter.
        query.sql += " AND EXISTS (SELECT FROM contact_engagement e WHERE e.contact_id = c.id "
                     "AND e.consecutive_failures > 0 AND e.consecutive_failures >= " +
                     query.with(filter.consecutive_failures) + ")";
    }
}

} // namespace

Query contacts_of(const ListScope& scope, const std::string& search) {
    Query query;
    const auto organization = query.with(scope.organization);
    query.sql =
        " FROM contacts c WHERE c.organization_id = " + organization + " AND c.deleted_at IS NULL";
    if (scope.audience) {
        query.sql += " AND EXISTS (SELECT FROM memberships m WHERE m.contact_id = c.id AND "
                     "m.audience_id = " +
                     query.with(*scope.audience) + " AND m.removed_version IS NULL)";
    }
    add_filter(query, scope.filter);
    if (search.empty()) return query;
    query.sql += " AND (false";
    for (const auto& term : search_terms(search, scope.home)) {
        query.sql += " OR c.search_text LIKE " + query.with(page::containing(term));
    }
    query.sql += ")";
    return query;
}

Result<Query> page_of(Query query, const page::Request& wanted, std::int64_t most) {
    const std::string by{expression_of(wanted.sort_by)};
    const std::string direction = wanted.ascending() ? " ASC" : " DESC";
    if (wanted.after) {
        const auto after = place(query, *wanted.after);
        if (!after) return fail(after.error());
        query.sql += " AND (" + by + ", c.id) " + (wanted.ascending() ? "> " : "< ") + *after;
    }
    query.sql = "SELECT " + contact_columns() + query.sql + " ORDER BY " + by + direction +
                ", c.id" + direction + " LIMIT " + query.with(most) + " OFFSET " +
                query.with(wanted.offset());
    return query;
}

page::Cursor cursor_behind(const Contact& contact, const page::Request& wanted) {
    return {wanted.page + 1, wanted.sort_by, wanted.order, place_value(contact, wanted.sort_by),
            contact.id.value().to_string()};
}

} // namespace hatif::contact
