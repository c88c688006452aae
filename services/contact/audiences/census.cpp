#include "contact/audiences/census.hpp"

#include "contact/audiences/callee.hpp"
#include "contact/audiences/zone_sets.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

// As long a beginning of a number as decides about its zones; see zone_sets.cpp.
const std::string beginning = "left(c.phone_e164, " + std::to_string(deciding_characters) + ")";

// Members are few kinds: each is counted, and what becomes of a kind is decided in one place.
const std::string kinds =
    "SELECT c.id IS NOT NULL AND c.deleted_at IS NULL AS is_there,"
    "  m.removed_version IS NULL OR EXISTS (SELECT FROM memberships again"
    "    WHERE again.audience_id = m.audience_id AND again.contact_id = m.contact_id"
    "    AND again.removed_version IS NULL) AS is_member,"
    "  c.phone_e164 IS NOT NULL AS has_phone,"
    "  listed.number IS NOT NULL AS do_not_call,"
    "  coalesce(c.phone_status = 'unreachable', false) AS unreachable,"
    "  coalesce(c.timezone, " +
    beginning +
    ", '') AS place, count(*) "
    "FROM memberships m "
    "LEFT JOIN contacts c ON c.id = m.contact_id AND c.organization_id = $1 "
    "LEFT JOIN do_not_call listed ON listed.organization_id = $1"
    "  AND listed.number = c.phone_e164 AND (listed.expires_at IS NULL OR listed.expires_at > $4) "
    "WHERE m.audience_id = $2 AND m.added_version <= $3"
    "  AND (m.removed_version IS NULL OR m.removed_version > $3) "
    "GROUP BY 1, 2, 3, 4, 5, 6";

void write(const std::map<v1::Refusal, std::int64_t>& refused,
           const ZoneSets& sets,
           const std::vector<std::int64_t>& callable,
           v1::Census& census) {
    for (const auto& [reason, contacts] : refused) {
        auto& it = *census.add_refused();
        it.set_reason(reason);
        it.set_contacts(contacts);
    }
    for (std::size_t set = 0; set < callable.size(); ++set) {
        auto& it = *census.add_callable();
        it.set_zones(sets.sets()[set]);
        it.set_contacts(callable[set]);
    }
    std::stable_sort(
        census.mutable_callable()->begin(), census.mutable_callable()->end(),
        [](const auto& one, const auto& other) { return one.contacts() > other.contacts(); });
}

} // namespace

Result<v1::Census> take_census(pg::Transaction& transaction, const CensusAsked& asked) {
    // One plan for an audience of ten and one of millions would suit neither.
    const auto planned =
        transaction.exec("SELECT set_config('plan_cache_mode', 'force_custom_plan', true), "
                         "set_config('work_mem', '64MB', true)");
    if (!planned) return fail(planned.error());
    const auto rows =
        transaction.exec(kinds, asked.organization, asked.audience, asked.version, asked.now);
    if (!rows) return fail(rows.error());
    std::map<v1::Refusal, std::int64_t> refused;
    ZoneSets sets;
    std::vector<std::int64_t> callable;
    for (const auto& row : *rows) {
        const auto reason = refusal_of({.is_there = row.get<bool>(0),
                                        .is_member = row.get<bool>(1),
                                        .has_phone = row.get<bool>(2),
                                        .do_not_call = row.get<bool>(3),
                                        .unreachable = row.get<bool>(4),
                                        .include_unreachable = asked.include_unreachable});
        const auto contacts = row.get<std::int64_t>(6);
        if (reason != v1::REFUSAL_UNSPECIFIED) {
            refused[reason] += contacts;
            continue;
        }
        const auto set = sets.number_of(row.get<std::string_view>(5));
        callable.resize(sets.sets().size());
        callable[set] += contacts;
    }
    v1::Census census;
    write(refused, sets, callable, census);
    return census;
}

} // namespace hatif::contact
