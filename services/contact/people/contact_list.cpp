#include "contact/people/contact_list.hpp"

#include "contact/people/contact_store.hpp"
#include "contact/people/search_text.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

constexpr std::int64_t counted_at_most = 10'000;

/// What is sorted by; never NULL, so that rows compare. Names as people sort them: É beside E,
/// capitals beside small letters.
std::string_view expression_of(std::string_view sort) {
    if (sort == "firstName") return "coalesce(c.first_name, '') COLLATE \"und-x-icu\"";
    if (sort == "lastName") return "coalesce(c.last_name, '') COLLATE \"und-x-icu\"";
    if (sort == "primaryEmail") return "coalesce(c.primary_email, '')";
    if (sort == "primaryPhone") return "c.primary_phone";
    return "c.created_at";
}

/// A statement put together with its parameters.
struct Query {
    std::string sql;
    std::vector<pg::Param> params;

    /// "$3", the place of a new parameter.
    template <class T>
    std::string with(const T& value) {
        params.push_back(pg::param(value));
        return "$" + std::to_string(params.size());
    }
};

/// FROM and WHERE: the contacts of the scope in which the words stand.
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
    if (search.empty()) return query;
    query.sql += " AND (";
    const auto terms = search_terms(search, scope.home);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        query.sql += i == 0 ? "" : " OR ";
        query.sql += "c.search_text LIKE " + query.with(page::containing(terms[i]));
    }
    query.sql += ")";
    return query;
}

Result<std::int64_t> count(pg::Transaction& transaction, Query query) {
    query.sql = "SELECT count(*) FROM (SELECT 1" + query.sql + " LIMIT " +
                query.with(counted_at_most + 1) + ") AS found";
    const auto rows = transaction.execute(query.sql, query.params);
    if (!rows) return fail(rows.error());
    return (*rows)[0].get<std::int64_t>(0);
}

/// What a cursor keeps of the sorted column; an instant as microseconds since 1970.
std::string place_value(const Contact& contact, std::string_view sort) {
    const auto text = [&](TextField field) { return contact.text(field).value_or(std::string{}); };
    if (sort == "firstName") return text(TextField::first_name);
    if (sort == "lastName") return text(TextField::last_name);
    if (sort == "primaryEmail") return text(TextField::primary_email);
    if (sort == "primaryPhone") return contact.primary_phone;
    return std::to_string(contact.created_at.time_since_epoch().count());
}

std::optional<base::Instant> instant_from(std::string_view microseconds) {
    std::int64_t count = 0;
    const auto* end = microseconds.data() + microseconds.size();
    const auto [read_to, failed] = std::from_chars(microseconds.data(), end, count);
    if (failed != std::errc{} || read_to != end) return {};
    return base::Instant{base::Duration{count}};
}

/// The place of a cursor in this order, as parameters.
Result<std::string> place(Query& query, const page::Cursor& after) {
    std::string value;
    if (after.sort_by == "createdAt") {
        const auto instant = instant_from(after.value);
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

/// One row more than a page, to see whether there is a next one.
Result<void> take_page(Query& query, const page::Request& wanted) {
    const std::string by{expression_of(wanted.sort_by)};
    const std::string direction = wanted.ascending() ? " ASC" : " DESC";
    if (wanted.after) {
        const auto after = place(query, *wanted.after);
        if (!after) return fail(after.error());
        query.sql += " AND (" + by + ", c.id) " + (wanted.ascending() ? "> " : "< ") + *after;
    }
    query.sql = "SELECT " + contact_columns() + query.sql + " ORDER BY " + by + direction +
                ", c.id" + direction + " LIMIT " + query.with(std::int64_t{wanted.limit} + 1) +
                " OFFSET " + query.with(wanted.offset());
    return {};
}

} // namespace

Result<page::Request> read_page_of_contacts(const page::Asked& asked) {
    return page::Request::read(
        asked, {"createdAt", "firstName", "lastName", "primaryPhone", "primaryEmail"});
}

Result<ContactPage>
list_contacts(pg::Transaction& transaction, const ListScope& scope, const page::Request& wanted) {
    // Which index is best depends on the words, the limit and the offset: planned anew each time.
    if (const auto set = transaction.exec("SET LOCAL plan_cache_mode = force_custom_plan"); !set) {
        return fail(set.error());
    }
    auto query = contacts_of(scope, wanted.search);
    auto total = scope.size;
    if (!wanted.search.empty()) {
        const auto counted = count(transaction, query);
        if (!counted) return fail(counted.error());
        total = *counted;
    }
    if (const auto taken = take_page(query, wanted); !taken) return fail(taken.error());
    const auto rows = transaction.execute(query.sql, query.params);
    if (!rows) return fail(rows.error());

    ContactPage page;
    std::optional<page::Place> last;
    for (const auto& row : *rows) {
        if (page.contacts.size() == wanted.limit) break;
        page.contacts.push_back(contact_from(row));
        last = page::Place{place_value(page.contacts.back(), wanted.sort_by),
                           page.contacts.back().id.value().to_string()};
    }
    // What is seen is there, whatever the count said: it ends at ten thousand.
    const auto before = (std::int64_t{wanted.page} - 1) * wanted.limit;
    if (!rows->empty()) total = std::max(total, before + rows->size());
    page.meta = page::meta(wanted, total, last);
    return page;
}

Result<std::int64_t> count_contacts(pg::Transaction& transaction,
                                    base::OrganizationId organization) {
    const auto rows = transaction.exec(
        "SELECT contacts FROM contact_counts WHERE organization_id = $1", organization);
    if (!rows) return fail(rows.error());
    return rows->empty() ? 0 : (*rows)[0].get<std::int64_t>(0);
}

} // namespace hatif::contact
