#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "contact/attributes/attribute_schema.hpp"
#include "contact/audiences/audience.hpp"
#include "contact/do_not_call/do_not_call.hpp"
#include "contact/people/contact.hpp"
#include "pg/outbox.hpp"
#include "pg/transaction.hpp"

#include <string>
#include <vector>

namespace hatif::contact {

/// What one transaction announces on the topic of contact events, in order:
///
///     Events events{organization, now};
///     events.created(contact, schema);
///     return events.announce(transaction);
class Events {
public:
    Events(base::OrganizationId organization, base::Instant now);

    void created(const Contact& contact, const AttributeSchema& schema);
    void updated(const Contact& contact, const AttributeSchema& schema);
    void deleted(base::ContactId contact);
    void created(const Audience& audience);
    void updated(const Audience& audience);
    void deleted(base::AudienceId audience);
    void members_changed(const MembersChange& change);
    void listed(const DoNotCallEntry& entry);
    void unlisted(const DoNotCallEntry& entry);

    base::Result<void> announce(pg::Transaction& transaction) const;

private:
    template <class Fill>
    void add(std::string key, const char* type, Fill fill);

    base::OrganizationId organization_;
    base::Instant now_;
    std::vector<pg::Announcement> announcements_;
};

} // namespace hatif::contact
