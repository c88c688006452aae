#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "contact/audiences/audience.hpp"
#include "contact/people/contact.hpp"
#include "pg/outbox.hpp"
#include "pg/transaction.hpp"

#include <vector>

namespace hatif::contact {

/// What one transaction announces on the topic of contact events, in order:
///
///     Events events{organization, now};
///     events.created(contact);
///     return events.announce(transaction);
class Events {
public:
    Events(base::OrganizationId organization, base::Instant now);

    void created(const Contact& contact);
    void updated(const Contact& contact);
    void deleted(base::ContactId contact);
    void created(const Audience& audience);
    void members_changed(const MembersChange& change);

    base::Result<void> announce(pg::Transaction& transaction) const;

private:
    template <class Fill>
    void add(const base::Uuid& key, const char* type, Fill fill);

    base::OrganizationId organization_;
    base::Instant now_;
    std::vector<pg::Announcement> announcements_;
};

} // namespace hatif::contact
