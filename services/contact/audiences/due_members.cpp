#include "contact/audiences/due_members.hpp"

#include "contact/attributes/attribute_store.hpp"
#include "contact/audiences/audience_store.hpp"
#include "contact/audiences/due_days.hpp"
#include "contact/audiences/zone_sets.hpp"
#include "contact/organization.hpp"
#include "rpc/time.hpp"

#include <algorithm>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr int part = 1'000;                      // in one message of the stream
constexpr std::int64_t most_minutes = 5'256'000; // ten years, well beyond what programs may say
// What is asked of PostgreSQL at once.
constexpr auto window = std::chrono::days{31};

// A zone is never named so: what is a moment and no day.
const std::string moments = "Z";

struct Due {
    base::Instant at;
    base::Uuid contact;
    std::string place;
};

/// The zones in which the organization's contacts have days of this name: one probe each.
Result<std::vector<std::string>> zones_with_days(pg::Connection& connection,
                                                 const DueAsked& asked) {
    const auto rows = connection.exec(
        "WITH RECURSIVE known(zone) AS ("
        "  SELECT (SELECT zone FROM contact_dates WHERE organization_id = $1 AND name = $2"
        "          ORDER BY zone LIMIT 1)"
        "  UNION ALL"
        "  SELECT (SELECT zone FROM contact_dates WHERE organization_id = $1 AND name = $2"
        "          AND zone > known.zone ORDER BY zone LIMIT 1)"
        "  FROM known WHERE known.zone IS NOT NULL)"
        "SELECT zone FROM known WHERE zone IS NOT NULL",
        asked.organization, asked.attribute);
    if (!rows) return fail(rows.error());
    std::vector<std::string> zones;
    for (const auto& row : *rows) zones.push_back(row.get<std::string>(0));
    return zones;
}

/// Days that begin, each by the clocks of a zone: three columns.
struct Days {
    std::vector<std::string> zones;
    std::vector<base::Instant> days;
    std::vector<base::Instant> begin;
};

/// A zone that cannot be read has no days that begin: whoever is there is not called.
Days days_in(const std::vector<std::string>& zones,
             const DueAsked& asked,
             base::Instant after,
             base::Instant until) {
    Days due;
    for (const auto& name : zones) {
        if (name == moments) continue;
        const auto zone = zone::Zone::named(name.empty() ? asked.timezone : name);
        if (!zone) continue;
        for (const auto& it : days_beginning_in(*zone, after, until)) {
            due.zones.push_back(name);
            due.days.push_back(it.day);
            due.begin.push_back(it.begins);
        }
    }
    return due;
}

/// `after` and `until` of the dates themselves, without the offset.
Result<std::vector<Due>> due_in(pg::Connection& connection,
                                const DueAsked& asked,
                                base::Instant after,
                                base::Instant until) {
    const auto zones = zones_with_days(connection, asked);
    if (!zones) return fail(zones.error());
    const auto days = days_in(*zones, asked, after, until);
    // LATERAL with OFFSET 0: by their indexes, whatever the planner thinks of how many are due.
    const auto rows = connection.exec(
        "SELECT due.at, due.contact_id, c.place FROM ("
        "  SELECT d.at, d.contact_id FROM contact_dates d WHERE d.organization_id = $1"
        "    AND d.name = $2 AND d.zone = 'Z' AND d.at > $3 AND d.at <= $4"
        "  UNION ALL"
        "  SELECT day.begins, d.contact_id"
        "    FROM unnest($5::text[], $6::timestamptz[], $7::timestamptz[])"
        "      AS day(zone, at, begins)"
        "    CROSS JOIN LATERAL (SELECT contact_id FROM contact_dates"
        "      WHERE organization_id = $1 AND name = $2 AND zone = day.zone AND at = day.at"
        "      OFFSET 0) AS d"
        ") AS due "
        "CROSS JOIN LATERAL (SELECT 1 FROM memberships WHERE audience_id = $8"
        "  AND contact_id = due.contact_id AND removed_version IS NULL OFFSET 0) AS m "
        "CROSS JOIN LATERAL (SELECT coalesce(timezone, phone_e164, '') AS place FROM contacts"
        "  WHERE id = due.contact_id OFFSET 0) AS c "
        "ORDER BY due.at, due.contact_id",
        asked.organization, asked.attribute, after, until, days.zones, days.days, days.begin,
        asked.audience);
    if (!rows) return fail(rows.error());
    std::vector<Due> due;
    due.reserve(static_cast<std::size_t>(rows->size()));
    for (const auto& row : *rows) {
        due.push_back({row.get<base::Instant>(0), row.get<base::Uuid>(1), row.get<std::string>(2)});
    }
    return due;
}

/// False: whoever asked has gone.
bool tell(const std::vector<Due>& due,
          base::Duration offset,
          const std::function<bool(const v1::DueMembersResponse&)>& take) {
    ZoneSets sets;
    v1::DueMembersResponse response;
    for (const auto& it : due) {
        auto& member = *response.add_members();
        member.set_contact_id(it.contact.to_string());
        rpc::set(*member.mutable_due_at(), it.at + offset);
        member.set_zones(sets.sets()[sets.number_of(it.place)]);
        if (response.members_size() < part) continue;
        if (!take(response)) return false;
        response.clear_members();
    }
    return response.members_size() == 0 || take(response);
}

} // namespace

Result<DueAsked> read_due(pg::Transaction& transaction, const v1::DueMembersRequest& request) {
    const auto organization = organization_named(request.organization_id());
    if (!organization) return fail(organization.error());
    const auto audience = find_audience_ever(transaction, *organization, request.audience_id());
    if (!audience) return fail(audience.error());
    std::vector<base::FieldError> wrong;
    if (!request.has_after()) wrong.push_back({"after", "is required"});
    if (!request.has_until()) wrong.push_back({"until", "is required"});
    if (std::abs(request.offset_minutes()) > most_minutes) {
        wrong.push_back({"offsetMinutes", "must be at most ten years"});
    }
    if (!zone::Zone::named(request.timezone())) {
        wrong.push_back({"timezone", "must be a time zone of IANA"});
    }
    if (!wrong.empty()) {
        return fail(base::Error{Errc::invalid, "what is due cannot be told", "VALIDATION", wrong});
    }
    const auto schema = read_schema(transaction, *organization);
    if (!schema) return fail(schema.error());
    if (schema->type_of(request.attribute()) != AttributeType::date) {
        return fail(Errc::not_found,
                    "there is no custom attribute of type date named " + request.attribute(),
                    "CUSTOM_ATTRIBUTE_NOT_FOUND");
    }
    return DueAsked{.organization = *organization,
                    .audience = audience->id,
                    .attribute = request.attribute(),
                    .offset = std::chrono::minutes{request.offset_minutes()},
                    .after = rpc::from_wire(request.after()),
                    .until = rpc::from_wire(request.until()),
                    .timezone = request.timezone()};
}

Result<void> tell_due(pg::Pool& pool,
                      const DueAsked& asked,
                      const std::function<bool(const v1::DueMembersResponse&)>& take) {
    const auto last = asked.until - asked.offset;
    for (auto after = asked.after - asked.offset; after < last;) {
        const auto until = std::min(last, after + window);
        const auto due = [&]() -> Result<std::vector<Due>> {
            auto connection = pool.borrow(); // not held while the client reads
            if (!connection) return fail(connection.error());
            return due_in(**connection, asked, after, until);
        }();
        if (!due) return fail(due.error());
        if (!tell(*due, asked.offset, take)) return {};
        after = until;
    }
    return {};
}

} // namespace hatif::contact
