#include "contact/engagement/intake.hpp"

#include "contact/attributes/attribute_store.hpp"
#include "contact/engagement/ended_calls.hpp"
#include "contact/engagement/engagement_store.hpp"
#include "contact/events.hpp"
#include "contact/people/contact_store.hpp"

#include <algorithm>
#include <set>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

/// The contacts of whose phone these calls may say something new, by organization.
using Doubtful = std::map<base::OrganizationId, std::set<base::Uuid>>;

Result<Doubtful> doubtful_among(pg::Transaction& transaction, const std::vector<EndedCall>& calls) {
    std::vector<base::ContactId> answered;
    for (const auto& call : calls) {
        if (call.answered) answered.push_back(call.contact);
    }
    const auto found = once_gone(transaction, answered);
    if (!found) return fail(found.error());
    const std::set<base::Uuid> reached{found->begin(), found->end()};
    Doubtful doubtful;
    for (const auto& call : calls) {
        const auto& id = call.contact.value();
        if (is_gone(call) || reached.contains(id)) doubtful[call.organization].insert(id);
    }
    return doubtful;
}

/// Contacts as they are, by id, with their organizations' turns taken: nobody else changes them
/// now.
Result<std::map<base::ContactId, Contact>> look_up(pg::Transaction& transaction,
                                                   const Doubtful& doubtful) {
    for (const auto& [organization, ids] : doubtful) {
        if (auto turn = take_turn(transaction, organization); !turn) return fail(turn.error());
    }
    std::map<base::ContactId, Contact> contacts;
    for (const auto& [organization, ids] : doubtful) {
        auto found = find_contacts(transaction, organization, {ids.begin(), ids.end()});
        if (!found) return fail(found.error());
        for (auto& contact : *found) {
            const auto id = contact.id;
            contacts.emplace(id, std::move(contact));
        }
    }
    return contacts;
}

void give_phones(const std::map<base::ContactId, Contact>& contacts, Standings& standings) {
    for (const auto& [id, contact] : contacts) {
        const auto found = standings.find(id);
        if (found == standings.end() || !contact.phone) continue;
        found->second.phone =
            KnownPhone{contact.phone->e164(), contact.phone_status == PhoneStatus::unreachable};
    }
}

/// The contacts whose phone is known otherwise now, as they are from now on.
std::vector<Contact> changed_phones(const std::map<base::ContactId, Contact>& contacts,
                                    const Standings& standings,
                                    base::Instant now) {
    std::vector<Contact> changed;
    for (const auto& [id, contact] : contacts) {
        const auto found = standings.find(id);
        if (found == standings.end() || !found->second.phone) continue;
        const bool unreachable = found->second.phone->unreachable;
        if (unreachable == (contact.phone_status == PhoneStatus::unreachable)) continue;
        changed.push_back(contact);
        changed.back().phone_status = unreachable ? PhoneStatus::unreachable : PhoneStatus::valid;
        changed.back().updated_at = now;
    }
    return changed;
}

Result<void>
announce(pg::Transaction& transaction, const std::vector<Contact>& changed, base::Instant now) {
    for (const auto& contact : changed) {
        const auto schema = read_schema(transaction, contact.organization);
        if (!schema) return fail(schema.error());
        Events events{contact.organization, now};
        events.updated(contact, *schema);
        if (auto done = events.announce(transaction); !done) return done;
    }
    return {};
}

} // namespace

Result<void>
take_execution_events(kafka::Batch& batch, pg::Transaction& transaction, base::Instant now) {
    const auto last = read_sequences(transaction, keys_of(batch));
    if (!last) return fail(last.error());
    const auto read = read_ended_calls(batch, *last);
    if (read.calls.empty()) return write_sequences(transaction, read.last);

    const auto doubtful = doubtful_among(transaction, read.calls);
    if (!doubtful) return fail(doubtful.error());
    const auto contacts = look_up(transaction, *doubtful);
    if (!contacts) return fail(contacts.error());
    auto trunks = lock_trunk_records(transaction, read.calls);
    if (!trunks) return fail(trunks.error());
    auto standings = lock_standings(transaction, read.calls);
    if (!standings) return fail(standings.error());

    give_phones(*contacts, *standings);
    take_calls(read.calls, *standings, *trunks);
    const auto changed = changed_phones(*contacts, *standings, now);

    if (auto done = write_trunk_records(transaction, *trunks); !done) return done;
    if (auto done = write_standings(transaction, *standings); !done) return done;
    if (auto done = write_phone_statuses(transaction, changed); !done) return done;
    if (auto done = announce(transaction, changed, now); !done) return done;
    return write_sequences(transaction, read.last);
}

} // namespace hatif::contact
