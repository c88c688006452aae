#include "contact/people/deletion.hpp"

#include "contact/audiences/membership_store.hpp"
#include "contact/events.hpp"
#include "contact/people/contact_store.hpp"

namespace hatif::contact {

base::Result<void> delete_contacts(pg::Transaction& transaction,
                                   base::OrganizationId organization,
                                   const std::vector<base::ContactId>& contacts,
                                   base::Instant now) {
    if (contacts.empty()) return {};
    if (auto marked = mark_deleted(transaction, organization, contacts, now); !marked) {
        return marked;
    }
    const auto left = leave_all(transaction, contacts, now);
    if (!left) return base::fail(left.error());
    Events events{organization, now};
    for (const auto& contact : contacts) events.deleted(contact);
    for (const auto& change : *left) events.members_changed(change);
    return events.announce(transaction);
}

} // namespace hatif::contact
