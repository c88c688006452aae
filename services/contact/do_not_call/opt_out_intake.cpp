#include "contact/do_not_call/opt_out_intake.hpp"

#include "contact/do_not_call/do_not_call_store.hpp"
#include "contact/do_not_call/opt_outs.hpp"
#include "contact/events.hpp"
#include "contact/people/contact_store.hpp"

#include <chrono>
#include <map>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

/// In one order everywhere, as the turns are taken.
using ByOrganization = std::map<base::OrganizationId, std::vector<OptOut>>;

/// Whether nobody took it before.
Result<bool> note(pg::Transaction& transaction, const OptOut& wish, base::Instant now) {
    const auto noted =
        transaction.exec("INSERT INTO opt_outs (attempt_id, sequence, taken_on) "
                         "VALUES ($1, $2, ($3::timestamptz AT TIME ZONE 'UTC')::date) "
                         "ON CONFLICT DO NOTHING RETURNING attempt_id",
                         wish.attempt, static_cast<std::int64_t>(wish.sequence), now);
    if (!noted) return fail(noted.error());
    return !noted->empty();
}

Result<void>
fulfil(pg::Transaction& transaction, const OptOut& wish, base::Instant now, Events& events) {
    const auto stored = find_entries(transaction, wish.organization, {wish.number.number->e164()});
    if (!stored) return fail(stored.error());
    if (is_fulfilled(wish, *stored)) return {};
    const auto listing = enlist({wish.number}, terms_of(wish), *stored,
                                {wish.organization, now, [now] { return base::Uuid::v7(now); }});
    if (auto done = write_entries(transaction, listing.written); !done) return done;
    for (const auto& entry : listing.written) events.listed(entry);
    return {};
}

Result<void> take(pg::Transaction& transaction,
                  base::OrganizationId organization,
                  const std::vector<OptOut>& wishes,
                  base::Instant now) {
    if (auto done = drop_expired(transaction, organization, now); !done) return done;
    Events events{organization, now};
    for (const auto& wish : wishes) {
        const auto is_new = note(transaction, wish, now);
        if (!is_new) return fail(is_new.error());
        if (!*is_new) continue;
        if (auto done = fulfil(transaction, wish, now, events); !done) return done;
    }
    return events.announce(transaction);
}

/// A thousand at most that nobody told again for a month: no repeat is so late. Waits for nobody.
Result<void> forget_old(pg::Transaction& transaction, base::Instant now) {
    const auto done = transaction.exec(
        "DELETE FROM opt_outs WHERE (attempt_id, sequence) IN (SELECT attempt_id, sequence "
        "FROM opt_outs WHERE taken_on < ($1::timestamptz AT TIME ZONE 'UTC')::date "
        "ORDER BY taken_on LIMIT 1000 FOR UPDATE SKIP LOCKED)",
        now - std::chrono::days{30});
    if (!done) return fail(done.error());
    return {};
}

} // namespace

Result<void>
take_call_events(kafka::Batch& batch, pg::Transaction& transaction, base::Instant now) {
    ByOrganization wishes;
    for (auto& wish : read_opt_outs(batch)) {
        wishes[wish.organization].push_back(std::move(wish));
    }
    if (wishes.empty()) return {};
    // All turns before the first lock on a row: who changes contacts does it in the same order.
    for (const auto& [organization, those] : wishes) {
        if (auto turn = take_turn(transaction, organization); !turn) return turn;
    }
    for (const auto& [organization, those] : wishes) {
        if (auto done = take(transaction, organization, those, now); !done) return done;
    }
    return forget_old(transaction, now);
}

} // namespace hatif::contact
