#include "contact/do_not_call/do_not_call_store.hpp"

#include "contact/people/search_text.hpp"
#include "page/clauses.hpp"

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
    std::vector<pg::Param> params;
    const auto with = [&](pg::Param value) {
        params.push_back(std::move(value));
        return "$" + std::to_string(params.size());
    };
    std::string those =
        " FROM do_not_call WHERE organization_id = " + with(pg::param(asked.organization)) +
        " AND (expires_at IS NULL OR expires_at > " + with(pg::param(asked.now)) + ")";
    if (asked.source) those += " AND source = " + with(pg::param(name_of(*asked.source)));
    if (!wanted.search.empty()) {
        std::vector<std::string> patterns;
        for (const auto& term : search_terms(wanted.search, asked.home)) {
            patterns.push_back(page::containing(term));
        }
        those += " AND search_text LIKE ANY (" + with(pg::param(patterns)) + "::text[])";
    }
    const auto count = transaction.execute("SELECT count(*)" + those, params);
    if (!count) return fail(count.error());

    const bool by_number = wanted.sort_by == "number";
    std::optional<std::string> number;
    std::optional<base::Instant> moment;
    std::optional<base::Uuid> place;
    if (wanted.after) {
        if (by_number) number = wanted.after->value;
        if (!by_number) moment = page::moment(wanted.after->value);
        place = base::Uuid::parse(wanted.after->id).value_or(base::Uuid{});
    }
    const auto value = with(by_number ? pg::param(number) : pg::param(moment));
    const auto part =
        page::clauses(wanted, by_number ? "number" : "created_at", value, with(pg::param(place)));
    auto sql = "SELECT " + columns + those + " AND " + part.behind + part.order;
    sql += " LIMIT " + with(pg::param(std::int64_t{wanted.limit}));
    sql += " OFFSET " + with(pg::param(wanted.offset()));
    auto entries = entries_from(transaction.execute(sql, params));
    if (!entries) return fail(entries.error());

    EntryPage page{*std::move(entries), {}};
    std::optional<page::Place> last;
    if (!page.entries.empty()) {
        const auto& end = page.entries.back();
        last = page::Place{by_number ? end.number.e164() : page::as_value(end.created_at),
                           end.id.to_string()};
    }
    page.meta = page::meta(wanted, (*count)[0].get<std::int64_t>(0), last);
    return page;
}

} // namespace hatif::contact
