#include "contact/engagement/intake.hpp"

#include "contact/attributes/attribute_store.hpp"
#include "contact/engagement/ended_calls.hpp"
#include "contact/engagement/engagement_store.hpp"
#include "contact/events.hpp"
#include "contact/people/contact_store.hpp"

#include <algorithm>
#include <set>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// The contacts of whose phone these calls may say something new, by organization.
using Doubtful = std::map<base::OrganizationId, std::set<base::Uuid>>;

Doubtful doubtful_among(const std::vector<EndedCall>& calls, const KnownPhones& known) {
    Doubtful doubtful;
    for (const auto& call : calls) {
        const auto found = known.find(call.contact);
        if (found == known.end()) continue;
        const auto& phone = found->second;
        if (is_gone(call) || phone.gone_days > 0 || phone.unreachable) {
            doubtful[call.organization].insert(call.contact.value());
        }
    }
    return doubtful;
}

/// Contacts as they are, by id.
Result<std::map<base::ContactId, Contact>> look_up(pg::Transaction& transaction,
                                                   const Doubtful& doubtful) {
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

/// The turns of the organizations of which a phone may turn, before the first lock on a row: nobody
/// else changes their contacts now. By what is known before others who take calls are waited for.
Result<std::set<base::OrganizationId>> take_turns(pg::Transaction& transaction,
                                                  const std::vector<EndedCall>& calls) {
    const auto known = known_phones(transaction, calls);
    if (!known) return fail(known.error());
    auto turns = may_turn(calls, *known);
    for (const auto& organization : turns) {
        if (auto turn = take_turn(transaction, organization); !turn) return fail(turn.error());
    }
    return turns;
}

Result<void>
take(const std::vector<EndedCall>& calls, pg::Transaction& transaction, base::Instant now) {
    const auto turns = take_turns(transaction, calls);
    if (!turns) return fail(turns.error());
    auto trunks = lock_trunk_records(transaction, calls);
    if (!trunks) return fail(trunks.error());
    auto standings = lock_standings(transaction, calls);
    if (!standings) return fail(standings.error());
    // Anew: whoever held the rows may have told of these phones meanwhile.
    const auto known = known_phones(transaction, calls);
    if (!known) return fail(known.error());
    const auto contacts = look_up(transaction, doubtful_among(calls, *known));
    if (!contacts) return fail(contacts.error());

    give_phones(*contacts, *standings);
    take_calls(calls, *standings, *trunks);
    const auto changed = changed_phones(*contacts, *standings, now);
    for (const auto& contact : changed) {
        if (turns->contains(contact.organization)) continue;
        return fail(Errc::conflict, "a phone turns that was not expected to", "RETRY");
    }
    if (auto done = write_trunk_records(transaction, *trunks); !done) return done;
    if (auto done = write_standings(transaction, *standings); !done) return done;
    if (auto done = write_phone_statuses(transaction, changed); !done) return done;
    return announce(transaction, changed, now);
}

} // namespace

Result<void>
take_execution_events(kafka::Batch& batch, pg::Transaction& transaction, base::Instant now) {
    const auto last = read_sequences(transaction, keys_of(batch));
    if (!last) return fail(last.error());
    const auto read = read_ended_calls(batch, *last);
    if (!read.calls.empty()) {
        if (auto taken = take(read.calls, transaction, now); !taken) return taken;
    }
    if (auto done = write_sequences(transaction, read.last, now); !done) return done;
    return drop_old_sequences(transaction, now); // last: its locks wait for nobody
}

} // namespace hatif::contact
