#include "contact/do_not_call/do_not_call_store.hpp"

#include "contact/people/contact_query.hpp"
#include "contact/people/search_text.hpp"
#include "page/clauses.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

constexpr std::array<std::pair<DoNotCallSource, std::string_view>, 3> sources{{
    {DoNotCallSource::api, "api"},
    {DoNotCallSource::ivr, "ivr"},
    {DoNotCallSource::import, "import"},
}};

std::string_view name_of(DoNotCallSource source) {
    for (const auto& [value, name] : sources) {
        if (value == source) return name;
    }
    return "api";
}

DoNotCallSource source_named(std::string_view name) {
    for (const auto& [value, text] : sources) {
        if (text == name) return value;
    }
    return DoNotCallSource::api;
}

const std::string columns = "id, organization_id, number, reason, source, expires_at, search_text, "
                            "created_at, updated_at";

/// A row that holds no number was not written by us: the list must not lose it silently.
Result<DoNotCallEntry> entry_from(const pg::Row& row) {
    auto number = phone::PhoneNumber::parse(row.get<std::string_view>(2));
    if (!number) return fail(number.error());
    return DoNotCallEntry{.id = row.get<base::Uuid>(0),
                          .organization = row.get<base::OrganizationId>(1),
                          .number = *std::move(number),
                          .reason = row.get<std::optional<std::string>>(3),
                          .source = source_named(row.get<std::string_view>(4)),
                          .expires_at = row.get<std::optional<base::Instant>>(5),
                          .search_text = row.get<std::string>(6),
                          .created_at = row.get<base::Instant>(7),
                          .updated_at = row.get<base::Instant>(8)};
}

Result<std::vector<DoNotCallEntry>> entries_from(const Result<pg::Rows>& rows) {
    if (!rows) return fail(rows.error());
    std::vector<DoNotCallEntry> entries;
    for (const auto& row : *rows) {
        auto entry = entry_from(row);
        if (!entry) return fail(entry.error());
        entries.push_back(*std::move(entry));
    }
    return entries;
}

constexpr std::int64_t counted_at_most = 10'000;

bool is_by_number(const page::Request& wanted) {
    return wanted.sort_by == "number";
}

/// FROM and WHERE: those in force in which the words stand.
Query entries_of(const EntriesAsked& asked, const std::string& search) {
    Query query;
    query.sql = " FROM do_not_call WHERE organization_id = " + query.with(asked.organization);
    query.sql += " AND (expires_at IS NULL OR expires_at > " + query.with(asked.now) + ")";
    if (asked.source) query.sql += " AND source = " + query.with(name_of(*asked.source));
    if (search.empty()) return query;
    std::vector<std::string> patterns;
    for (const auto& term : search_terms(search, asked.home)) {
        patterns.push_back(page::containing(term));
    }
    query.sql += " AND search_text LIKE ANY (" + query.with(patterns) + "::text[])";
    return query;
}

Result<std::int64_t> count(pg::Transaction& transaction, Query query) {
    query.sql = "SELECT count(*) FROM (SELECT 1" + query.sql + " LIMIT " +
                query.with(counted_at_most + 1) + ") AS found";
    const auto rows = transaction.execute(query.sql, query.params);
    if (!rows) return fail(rows.error());
    return (*rows)[0].get<std::int64_t>(0);
}

Result<std::vector<DoNotCallEntry>>
take(pg::Transaction& transaction, Query query, const page::Request& wanted, std::int64_t most) {
    const bool by_number = is_by_number(wanted);
    std::optional<std::string> number;
    std::optional<base::Instant> moment;
    std::optional<base::Uuid> place;
    if (wanted.after) {
        if (by_number) number = wanted.after->value;
        if (!by_number) moment = page::moment(wanted.after->value);
        place = base::Uuid::parse(wanted.after->id).value_or(base::Uuid{});
    }
    const auto value = by_number ? query.with(number) : query.with(moment);
    const auto part =
        page::clauses(wanted, by_number ? "number" : "created_at", value, query.with(place));
    query.sql = "SELECT " + columns + query.sql + " AND " + part.behind + part.order;
    query.sql += " LIMIT " + query.with(most) + " OFFSET " + query.with(wanted.offset());
    return entries_from(transaction.execute(query.sql, query.params));
}

} // namespace

Result<void>
drop_expired(pg::Transaction& transaction, base::OrganizationId organization, base::Instant now) {
    const auto dropped =
        transaction.exec("DELETE FROM do_not_call WHERE organization_id = $1 AND expires_at <= $2",
                         organization, now);
    if (!dropped) return fail(dropped.error());
    return {};
}

Result<std::vector<DoNotCallEntry>> find_entries(pg::Transaction& transaction,
                                                 base::OrganizationId organization,
                                                 const std::vector<std::string>& numbers) {
    return entries_from(transaction.exec("SELECT " + columns +
                                             " FROM do_not_call WHERE organization_id = $1 "
                                             "AND number = ANY ($2::text[])",
                                         organization, numbers));
}

Result<void> write_entries(pg::Transaction& transaction,
                           const std::vector<DoNotCallEntry>& entries) {
    if (entries.empty()) return {};
    std::vector<base::Uuid> ids;
    std::vector<base::OrganizationId> organizations;
    std::vector<std::string> numbers, sources, search_texts;
    std::vector<std::optional<std::string>> reasons;
    std::vector<std::optional<base::Instant>> ends;
    std::vector<base::Instant> created, updated;
    for (const auto& it : entries) {
        ids.push_back(it.id);
        organizations.push_back(it.organization);
        numbers.push_back(it.number.e164());
        reasons.push_back(it.reason);
        sources.emplace_back(name_of(it.source));
        ends.push_back(it.expires_at);
        search_texts.push_back(it.search_text);
        created.push_back(it.created_at);
        updated.push_back(it.updated_at);
    }
    const auto written = transaction.exec(
        "INSERT INTO do_not_call (" + columns +
            ") SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], "
            "$6::timestamptz[], $7::text[], $8::timestamptz[], $9::timestamptz[]) "
            "ON CONFLICT (organization_id, number) DO UPDATE SET reason = EXCLUDED.reason, "
            "source = EXCLUDED.source, expires_at = EXCLUDED.expires_at, "
            "updated_at = EXCLUDED.updated_at",
        ids, organizations, numbers, reasons, sources, ends, search_texts, created, updated);
    if (!written) return fail(written.error());
    return {};
}

Result<std::vector<DoNotCallEntry>> remove_entries(pg::Transaction& transaction,
                                                   base::OrganizationId organization,
                                                   const std::vector<std::string>& numbers) {
    return entries_from(transaction.exec("DELETE FROM do_not_call WHERE organization_id = $1 "
                                         "AND number = ANY ($2::text[]) RETURNING " +
                                             columns,
                                         organization, numbers));
}

Result<DoNotCallEntry>
remove_entry(pg::Transaction& transaction, base::OrganizationId organization, std::string_view id) {
    auto gone = entries_from(transaction.exec(
        "DELETE FROM do_not_call WHERE organization_id = $1 AND id = $2 RETURNING " + columns,
        organization, base::Uuid::parse(id).value_or(base::Uuid{})));
    if (!gone) return fail(gone.error());
    if (!gone->empty()) return std::move(gone->front());
    return fail(base::Errc::not_found, "there is no such entry", "DO_NOT_CALL_NOT_FOUND");
}

Result<std::set<std::string>> listed_among(pg::Transaction& transaction,
                                           base::OrganizationId organization,
                                           const std::vector<std::string>& numbers,
                                           base::Instant now) {
    const auto rows = transaction.exec(
        "SELECT number FROM do_not_call WHERE organization_id = $1 AND number = ANY ($2::text[]) "
        "AND (expires_at IS NULL OR expires_at > $3)",
        organization, numbers, now);
    if (!rows) return fail(rows.error());
    std::set<std::string> listed;
    for (const auto& row : *rows) listed.insert(row.get<std::string>(0));
    return listed;
}

Result<EntryPage>
list_entries(pg::Transaction& transaction, const EntriesAsked& asked, const page::Request& wanted) {
    // Which index is best depends on the words and the place: planned anew each time.
    const auto planned =
        transaction.exec("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)");
    if (!planned) return fail(planned.error());
    const auto those = entries_of(asked, wanted.search);
    const auto counted = count(transaction, those);
    if (!counted) return fail(counted.error());
    // One row more than a page, to see whether there is a next one.
    auto entries = take(transaction, those, wanted, std::int64_t{wanted.limit} + 1);
    if (!entries) return fail(entries.error());
    // What is seen is there, whatever the count said: it ends at ten thousand.
    const auto before = (std::int64_t{wanted.page} - 1) * wanted.limit;
    auto total = *counted;
    if (!entries->empty()) total = std::max<std::int64_t>(total, before + std::ssize(*entries));
    if (entries->size() > wanted.limit) entries->pop_back();

    EntryPage page{*std::move(entries), {}};
    std::optional<page::Place> last;
    if (!page.entries.empty()) {
        const auto& end = page.entries.back();
        last =
            page::Place{is_by_number(wanted) ? end.number.e164() : page::as_value(end.created_at),
                        end.id.to_string()};
    }
    page.meta = page::meta(wanted, total, last);
    return page;
}

} // namespace hatif::contact
