#include "gateway/identity/organizations/organization_rows.hpp"

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

const std::string organization_columns =
    "id, name, slug, country, timezone, currency, plan, status, max_concurrent_calls, "
    "calls_per_second, requests_per_second, writes_per_second, call_reports_days, "
    "recordings_days, created_at, updated_at, calling_weekly, calling_zone, holiday_dates, "
    "holiday_names, cap_calls, cap_hours, call_share";

namespace {

std::int32_t whole(std::uint32_t value) {
    return static_cast<std::int32_t>(value);
}

std::optional<std::int32_t> whole(const std::optional<std::uint32_t>& value) {
    if (!value) return {};
    return whole(*value);
}

std::string status_of(const Organization& organization) {
    return organization.active ? "active" : "suspended";
}

// Places of the columns that make the rules.
constexpr int weekly_at = 16, zone_at = 17, dates_at = 18, names_at = 19, calls_at = 20,
              hours_at = 21, share_at = 22;

CallingRules read_rules(const pg::Row& row) {
    CallingRules rules;
    if (const auto zone = row.get<std::optional<std::int32_t>>(zone_at)) {
        rules.hours = CallingHours{as_ranges(row.get<std::vector<std::int32_t>>(weekly_at)),
                                   static_cast<HoursZone>(*zone)};
    }
    const auto dates = row.get<std::vector<std::string>>(dates_at);
    const auto names = row.get<std::vector<std::string>>(names_at);
    for (std::size_t i = 0; i < dates.size(); ++i) {
        rules.holidays.push_back({dates[i], i < names.size() ? names[i] : std::string{}});
    }
    if (const auto calls = row.get<std::optional<std::uint32_t>>(calls_at)) {
        rules.cap = FrequencyCap{*calls, row.get<std::uint32_t>(hours_at)};
    }
    return rules;
}

/// The rules as their columns take them.
struct RuleColumns {
    explicit RuleColumns(const CallingRules& rules) {
        if (rules.hours) {
            weekly = as_numbers(rules.hours->weekly);
            zone = static_cast<std::int32_t>(rules.hours->zone);
        }
        for (const auto& it : rules.holidays) {
            dates.push_back(it.date);
            names.push_back(it.name);
        }
        if (rules.cap) {
            calls = whole(rules.cap->calls);
            hours = whole(rules.cap->hours);
        }
    }

    std::vector<std::int32_t> weekly{};
    std::optional<std::int32_t> zone{};
    std::vector<std::string> dates{};
    std::vector<std::string> names{};
    std::optional<std::int32_t> calls{};
    std::optional<std::int32_t> hours{};
};

Result<void> done(const Result<pg::Rows>& rows) {
    if (!rows) return fail(rows.error());
    return {};
}

Result<Organization>
find(pg::Transaction& transaction, const base::OrganizationId& id, const char* locking) {
    const auto rows = transaction.exec(
        "SELECT " + organization_columns + " FROM organizations WHERE id = $1" + locking, id);
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(Errc::not_found, "there is no such organization", "ORGANIZATION_NOT_FOUND");
    }
    return read_organization((*rows)[0]);
}

} // namespace

Organization read_organization(const pg::Row& row) {
    return {.id = row.get<base::OrganizationId>(0),
            .name = row.get<std::string>(1),
            .slug = row.get<std::string>(2),
            .country = row.get<std::string>(3),
            .timezone = row.get<std::string>(4),
            .currency = row.get<std::string>(5),
            .plan = row.get<std::string>(6),
            .active = row.get<std::string_view>(7) == "active",
            .max_concurrent_calls = row.get<std::uint32_t>(8),
            .calls_per_second = row.get<double>(9),
            .rates = {row.get<std::uint32_t>(10), row.get<std::uint32_t>(11)},
            .call_reports_days = row.get<std::optional<std::uint32_t>>(12),
            .recordings_days = row.get<std::optional<std::uint32_t>>(13),
            .rules = read_rules(row),
            .call_share = row.get<std::uint32_t>(share_at),
            .created_at = row.get<base::Instant>(14),
            .updated_at = row.get<base::Instant>(15)};
}

Result<Organization> find_organization(pg::Transaction& transaction,
                                       const base::OrganizationId& id) {
    return find(transaction, id, "");
}

Result<Organization> lock_organization(pg::Transaction& transaction,
                                       const base::OrganizationId& id) {
    return find(transaction, id, " FOR NO KEY UPDATE");
}

Result<bool> has_slug(pg::Transaction& transaction, const std::string& slug) {
    const auto turn =
        transaction.exec("SELECT pg_advisory_xact_lock(hashtextextended('slug ' || $1, 0))", slug);
    if (!turn) return fail(turn.error());
    const auto rows =
        transaction.exec("SELECT EXISTS (SELECT 1 FROM organizations WHERE slug = $1)", slug);
    if (!rows) return fail(rows.error());
    return (*rows)[0].get<bool>(0);
}

Result<void> insert_organization(pg::Transaction& transaction, const Organization& it) {
    const RuleColumns rules{it.rules};
    return done(transaction.exec(
        "INSERT INTO organizations (" + organization_columns +
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
            "$17, $18, $19, $20, $21, $22, $23)",
        it.id, it.name, it.slug, it.country, it.timezone, it.currency, it.plan, status_of(it),
        whole(it.max_concurrent_calls), it.calls_per_second, whole(it.rates.reads),
        whole(it.rates.writes), whole(it.call_reports_days), whole(it.recordings_days),
        it.created_at, it.updated_at, rules.weekly, rules.zone, rules.dates, rules.names,
        rules.calls, rules.hours, whole(it.call_share)));
}

Result<void> update_organization(pg::Transaction& transaction, const Organization& it) {
    const RuleColumns rules{it.rules};
    return done(transaction.exec(
        "UPDATE organizations SET name = $2, country = $3, timezone = $4, currency = $5, "
        "plan = $6, status = $7, max_concurrent_calls = $8, calls_per_second = $9, "
        "requests_per_second = $10, writes_per_second = $11, call_reports_days = $12, "
        "recordings_days = $13, updated_at = $14, calling_weekly = $15, "
        "calling_zone = $16, holiday_dates = $17, holiday_names = $18, cap_calls = $19, "
        "cap_hours = $20, call_share = $21 WHERE id = $1",
        it.id, it.name, it.country, it.timezone, it.currency, it.plan, status_of(it),
        whole(it.max_concurrent_calls), it.calls_per_second, whole(it.rates.reads),
        whole(it.rates.writes), whole(it.call_reports_days), whole(it.recordings_days),
        it.updated_at, rules.weekly, rules.zone, rules.dates, rules.names, rules.calls, rules.hours,
        whole(it.call_share)));
}

Result<std::vector<Organization>> all_organizations(pg::Transaction& transaction) {
    const auto rows = transaction.exec("SELECT " + organization_columns + " FROM organizations");
    if (!rows) return fail(rows.error());
    std::vector<Organization> all;
    for (const auto row : *rows) all.push_back(read_organization(row));
    return all;
}

} // namespace hatif::gateway
