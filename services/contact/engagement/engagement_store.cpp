#include "contact/engagement/engagement_store.hpp"

#include "contact/people/contact_row.hpp"
#include "rpc/time.hpp"

#include <chrono>
#include <set>
#include <sstream>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

void to_wire(const Engagement& engagement, v1::Engagement& wire) {
    wire.set_calls(engagement.calls);
    wire.set_answered(engagement.answered);
    if (const auto& at = engagement.last_called_at) rpc::set(*wire.mutable_last_called_at(), *at);
    if (const auto& at = engagement.last_answered_at) {
        rpc::set(*wire.mutable_last_answered_at(), *at);
    }
    wire.set_consecutive_failures(static_cast<std::uint32_t>(engagement.consecutive_failures));
}

const std::string columns = "contact_id, calls, answered, last_called_at, last_answered_at, "
                            "consecutive_failures";

Engagement engagement_from(const pg::Row& row) {
    return {.calls = row.get<std::int64_t>(1),
            .answered = row.get<std::int64_t>(2),
            .last_called_at = row.get<std::optional<base::Instant>>(3),
            .last_answered_at = row.get<std::optional<base::Instant>>(4),
            .consecutive_failures = row.get<std::int64_t>(5)};
}

/// "1700049600000000 1700136000000000": microseconds since 1970.
std::string text_of(const std::vector<base::Instant>& times) {
    std::string text;
    for (const auto& at : times) {
        text += (text.empty() ? "" : " ") + std::to_string(at.time_since_epoch().count());
    }
    return text;
}

std::vector<base::Instant> times_from(const std::string& text) {
    std::istringstream in{text};
    std::vector<base::Instant> times;
    for (std::int64_t at = 0; in >> at;) times.emplace_back(base::Duration{at});
    return times;
}

Result<void> tell(pg::Transaction& transaction, const std::vector<v1::Contact*>& contacts) {
    if (contacts.empty()) return {};
    std::map<base::Uuid, v1::Contact*> by_id;
    std::vector<base::Uuid> ids;
    for (auto* contact : contacts) {
        contact->mutable_engagement();
        const auto id = base::Uuid::parse(contact->id());
        if (!id) continue;
        by_id[*id] = contact;
        ids.push_back(*id);
    }
    const auto rows = transaction.exec(
        "SELECT " + columns + " FROM contact_engagement WHERE contact_id = ANY ($1::uuid[])", ids);
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        to_wire(engagement_from(row), *by_id.at(row.get<base::Uuid>(0))->mutable_engagement());
    }
    return {};
}

} // namespace

Result<void> tell_engagement(pg::Transaction& transaction,
                             google::protobuf::RepeatedPtrField<v1::Contact>& contacts) {
    std::vector<v1::Contact*> all;
    for (auto& contact : contacts) all.push_back(&contact);
    return tell(transaction, all);
}

Result<void> tell_engagement(pg::Transaction& transaction, v1::Contact& contact) {
    return tell(transaction, {&contact});
}

Result<KnownPhones> known_phones(pg::Transaction& transaction,
                                 const std::vector<EndedCall>& calls) {
    std::set<base::ContactId> told;
    for (const auto& call : calls) {
        if (call.answered || is_gone(call)) told.insert(call.contact);
    }
    KnownPhones known;
    if (told.empty()) return known;
    const auto rows = transaction.exec(
        "SELECT c.id, coalesce(e.gone_days, 0), c.phone_status = 'unreachable' "
        "FROM unnest($1::uuid[]) AS told(id) "
        "CROSS JOIN LATERAL (SELECT * FROM contacts WHERE id = told.id OFFSET 0) AS c "
        "LEFT JOIN LATERAL (SELECT * FROM contact_engagement WHERE contact_id = told.id OFFSET 0) "
        "AS e ON true WHERE c.deleted_at IS NULL",
        std::vector<base::ContactId>{told.begin(), told.end()});
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        known[row.get<base::ContactId>(0)] = {static_cast<std::size_t>(row.get<std::int32_t>(1)),
                                              row.get<bool>(2)};
    }
    return known;
}

Result<Standings> lock_standings(pg::Transaction& transaction,
                                 const std::vector<EndedCall>& calls) {
    std::map<base::ContactId, base::OrganizationId> called;
    for (const auto& call : calls) called.emplace(call.contact, call.organization);
    std::vector<base::ContactId> contacts;
    std::vector<base::OrganizationId> organizations;
    for (const auto& [contact, organization] : called) {
        contacts.push_back(contact);
        organizations.push_back(organization);
    }
    const auto made = transaction.exec(
        "INSERT INTO contact_engagement (contact_id) SELECT c.id "
        "FROM unnest($1::uuid[], $2::uuid[]) AS called(id, organization) "
        "CROSS JOIN LATERAL (SELECT * FROM contacts WHERE id = called.id OFFSET 0) AS c "
        "WHERE c.organization_id = called.organization AND c.deleted_at IS NULL "
        "ORDER BY c.id ON CONFLICT (contact_id) DO NOTHING",
        contacts, organizations);
    if (!made) return fail(made.error());
    const auto rows =
        transaction.exec("SELECT " + columns +
                             ", gone_number, gone_at FROM contact_engagement "
                             "WHERE contact_id = ANY ($1::uuid[]) ORDER BY contact_id FOR UPDATE",
                         contacts);
    if (!rows) return fail(rows.error());
    Standings standings;
    for (const auto& row : *rows) {
        auto& standing = standings[row.get<base::ContactId>(0)];
        standing.engagement = engagement_from(row);
        standing.gone = {row.get<std::optional<std::string>>(6).value_or(""),
                         times_from(row.get<std::optional<std::string>>(7).value_or(""))};
    }
    return standings;
}

Result<void> write_standings(pg::Transaction& transaction, const Standings& standings) {
    std::vector<base::ContactId> ids;
    std::vector<std::int64_t> calls, answered, failures;
    std::vector<std::optional<base::Instant>> last_called, last_answered;
    std::vector<std::optional<std::string>> numbers, gone_at;
    std::vector<std::int32_t> days;
    for (const auto& [id, standing] : standings) {
        const auto& [engagement, gone, phone] = standing;
        ids.push_back(id);
        calls.push_back(engagement.calls);
        answered.push_back(engagement.answered);
        last_called.push_back(engagement.last_called_at);
        last_answered.push_back(engagement.last_answered_at);
        failures.push_back(engagement.consecutive_failures);
        const bool any = !gone.last_of_day.empty();
        numbers.push_back(any ? std::optional{gone.number} : std::nullopt);
        days.push_back(static_cast<std::int32_t>(gone.last_of_day.size()));
        gone_at.push_back(any ? std::optional{text_of(gone.last_of_day)} : std::nullopt);
    }
    if (ids.empty()) return {};
    const auto written = transaction.exec(
        "UPDATE contact_engagement e SET calls = u.calls, answered = u.answered, "
        "last_called_at = u.called_at, last_answered_at = u.answered_at, "
        "consecutive_failures = u.failures, gone_number = u.number, gone_days = u.days, "
        "gone_at = u.gone_at "
        "FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[], "
        "$5::timestamptz[], $6::bigint[], $7::text[], $8::int[], $9::text[]) "
        "AS u(id, calls, answered, called_at, answered_at, failures, number, days, gone_at) "
        "WHERE e.contact_id = u.id",
        ids, calls, answered, last_called, last_answered, failures, numbers, days, gone_at);
    if (!written) return fail(written.error());
    return {};
}

Result<TrunkRecords> lock_trunk_records(pg::Transaction& transaction,
                                        const std::vector<EndedCall>& calls) {
    std::set<base::TrunkId> used;
    for (const auto& call : calls) {
        if (call.trunk) used.insert(*call.trunk);
    }
    TrunkRecords records;
    if (used.empty()) return records;
    const std::vector<base::TrunkId> ids{used.begin(), used.end()};
    const auto made =
        transaction.exec("INSERT INTO trunk_records (trunk_id, recent) "
                         "SELECT id, '' FROM unnest($1::uuid[]) AS u(id) ON CONFLICT DO NOTHING",
                         ids);
    if (!made) return fail(made.error());
    const auto rows = transaction.exec("SELECT trunk_id, recent FROM trunk_records "
                                       "WHERE trunk_id = ANY ($1::uuid[]) "
                                       "ORDER BY trunk_id FOR UPDATE",
                                       ids);
    if (!rows) return fail(rows.error());
    for (const auto& row : *rows) {
        records.emplace(row.get<base::TrunkId>(0), TrunkRecord{row.get<std::string>(1)});
    }
    return records;
}

Result<void> write_trunk_records(pg::Transaction& transaction, const TrunkRecords& records) {
    if (records.empty()) return {};
    std::vector<base::TrunkId> ids;
    std::vector<std::string> texts;
    for (const auto& [id, record] : records) {
        ids.push_back(id);
        texts.push_back(record.text());
    }
    const auto written = transaction.exec(
        "UPDATE trunk_records t SET recent = u.recent FROM unnest($1::uuid[], $2::text[]) "
        "AS u(id, recent) WHERE t.trunk_id = u.id",
        ids, texts);
    if (!written) return fail(written.error());
    return {};
}

Result<void> write_phone_statuses(pg::Transaction& transaction,
                                  const std::vector<Contact>& contacts) {
    if (contacts.empty()) return {};
    std::vector<base::ContactId> ids;
    std::vector<std::string_view> words;
    std::vector<base::Instant> times;
    for (const auto& contact : contacts) {
        ids.push_back(contact.id);
        words.push_back(word_of(contact.phone_status));
        times.push_back(contact.updated_at);
    }
    const auto written = transaction.exec(
        "UPDATE contacts c SET phone_status = u.status, updated_at = u.at "
        "FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS u(id, status, at) "
        "WHERE c.id = u.id AND c.deleted_at IS NULL",
        ids, words, times);
    if (!written) return fail(written.error());
    return {};
}

Result<Sequences> read_sequences(pg::Transaction& transaction,
                                 const std::vector<std::string>& keys) {
    const auto rows = transaction.exec(
        "SELECT key, sequence FROM last_sequences WHERE key = ANY ($1::text[])", keys);
    if (!rows) return fail(rows.error());
    Sequences last;
    for (const auto& row : *rows) last.emplace(row.get<std::string>(0), row.get<std::string>(1));
    return last;
}

Result<void>
write_sequences(pg::Transaction& transaction, const Sequences& last, base::Instant now) {
    if (last.empty()) return {};
    std::vector<std::string> keys, sequences;
    for (const auto& [key, sequence] : last) {
        keys.push_back(key);
        sequences.push_back(sequence);
    }
    const auto written =
        transaction.exec("INSERT INTO last_sequences AS t (key, sequence, taken_on) "
                         "SELECT key, sequence, ($3::timestamptz AT TIME ZONE 'UTC')::date "
                         "FROM unnest($1::text[], $2::text[]) AS u(key, sequence) "
                         "ON CONFLICT (key) DO UPDATE SET sequence = EXCLUDED.sequence, "
                         "taken_on = EXCLUDED.taken_on WHERE t.sequence < EXCLUDED.sequence",
                         keys, sequences, now);
    if (!written) return fail(written.error());
    return {};
}

Result<void> drop_old_sequences(pg::Transaction& transaction, base::Instant now) {
    const auto dropped = transaction.exec(
        "DELETE FROM last_sequences WHERE key = ANY (ARRAY(SELECT key FROM last_sequences "
        "WHERE taken_on < ($1::timestamptz AT TIME ZONE 'UTC')::date "
        "ORDER BY taken_on LIMIT 1000 FOR UPDATE SKIP LOCKED))",
        now - std::chrono::days{30});
    if (!dropped) return fail(dropped.error());
    return {};
}

} // namespace hatif::contact
