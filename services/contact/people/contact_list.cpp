#include "contact/people/contact_list.hpp"

#include "contact/people/contact_row.hpp"

#include <algorithm>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

constexpr std::int64_t counted_at_most = 10'000;

// Which index is best depends on the words, the limit and the offset: planned anew each time. For
// all contacts it is always the one of their order; a table that was just filled and not analysed
// yet was seen to be sorted whole for each page.
Result<void>
plan_for(pg::Transaction& transaction, const ListScope& scope, const page::Request& wanted) {
    const bool all = !scope.audience && scope.filter.empty() && wanted.search.empty();
    const auto set = transaction.exec("SELECT set_config('plan_cache_mode', 'force_custom_plan', "
                                      "true), set_config('enable_sort', $1, true)",
                                      all ? "off" : "on");
    if (!set) return fail(set.error());
    return {};
}

Result<std::int64_t> count(pg::Transaction& transaction, Query query) {
    query.sql = "SELECT count(*) FROM (SELECT 1" + query.sql + " LIMIT " +
                query.with(counted_at_most + 1) + ") AS found";
    const auto rows = transaction.execute(query.sql, query.params);
    if (!rows) return fail(rows.error());
    return (*rows)[0].get<std::int64_t>(0);
}

Result<std::vector<Contact>>
take(pg::Transaction& transaction, Query contacts, const page::Request& wanted, std::int64_t most) {
    const auto query = page_of(std::move(contacts), wanted, most);
    if (!query) return fail(query.error());
    const auto rows = transaction.execute(query->sql, query->params);
    if (!rows) return fail(rows.error());
    std::vector<Contact> taken;
    for (const auto& row : *rows) taken.push_back(contact_from(row));
    return taken;
}

} // namespace

Result<page::Request> read_page_of_contacts(const page::Asked& asked) {
    return page::Request::read(
        asked, {"createdAt", "firstName", "lastName", "primaryPhone", "primaryEmail"});
}

Result<ContactPage>
list_contacts(pg::Transaction& transaction, const ListScope& scope, const page::Request& wanted) {
    if (auto set = plan_for(transaction, scope, wanted); !set) return fail(set.error());
    const auto query = contacts_of(scope, wanted.search);
    auto total = scope.size;
    if (!wanted.search.empty() || !scope.filter.empty()) {
        const auto counted = count(transaction, query);
        if (!counted) return fail(counted.error());
        total = *counted;
    }
    // One row more than a page, to see whether there is a next one.
    auto taken = take(transaction, query, wanted, std::int64_t{wanted.limit} + 1);
    if (!taken) return fail(taken.error());
    // What is seen is there, whatever the count said: it ends at ten thousand.
    const auto before = (std::int64_t{wanted.page} - 1) * wanted.limit;
    if (!taken->empty()) total = std::max<std::int64_t>(total, before + std::ssize(*taken));
    if (taken->size() > wanted.limit) taken->pop_back();

    ContactPage page{*std::move(taken), {}};
    std::optional<page::Place> last;
    if (!page.contacts.empty()) {
        auto behind = cursor_behind(page.contacts.back(), wanted);
        last = page::Place{std::move(behind.value), std::move(behind.id)};
    }
    page.meta = page::meta(wanted, total, last);
    return page;
}

Result<std::vector<Contact>> next_contacts(pg::Transaction& transaction,
                                           const ListScope& scope,
                                           const page::Request& wanted,
                                           std::int64_t most) {
    if (auto set = plan_for(transaction, scope, wanted); !set) return fail(set.error());
    return take(transaction, contacts_of(scope, wanted.search), wanted, most);
}

Result<std::int64_t> count_contacts(pg::Transaction& transaction,
                                    base::OrganizationId organization) {
    const auto rows = transaction.exec(
        "SELECT contacts FROM contact_counts WHERE organization_id = $1", organization);
    if (!rows) return fail(rows.error());
    return rows->empty() ? 0 : (*rows)[0].get<std::int64_t>(0);
}

} // namespace hatif::contact
