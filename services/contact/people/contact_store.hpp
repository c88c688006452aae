#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "contact/people/contact.hpp"
#include "pg/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Contacts in PostgreSQL: SQL, and only SQL. Deleted ones are hidden from all of it.
namespace hatif::contact {

/// Waits until this transaction is the only one that changes the organization's contacts and
/// audiences; first statement of each that does. So upserts cannot deadlock, the count is not
/// fought over, and events of one key leave in the order of their transactions (see pg/outbox.hpp):
/// an advisory lock is no write.
base::Result<void> take_turn(pg::Transaction& transaction, base::OrganizationId organization);

/// None: CONTACT_NOT_FOUND.
base::Result<Contact>
find_contact(pg::Transaction& transaction, base::OrganizationId organization, std::string_view id);

/// Those of the ids that are there, in no order.
base::Result<std::vector<Contact>> find_contacts(pg::Transaction& transaction,
                                                 base::OrganizationId organization,
                                                 const std::vector<base::Uuid>& ids);

base::Result<std::vector<Contact>> find_by_phone(pg::Transaction& transaction,
                                                 base::OrganizationId organization,
                                                 const std::vector<std::string>& match_keys);

/// Writes contacts in one statement, new ones and changed ones, and counts the new.
base::Result<void> write_contacts(pg::Transaction& transaction,
                                  base::OrganizationId organization,
                                  const std::vector<Contact>& created,
                                  const std::vector<Contact>& updated);

/// Writes what became of one, its phone included, which no other contact has.
base::Result<void> rewrite_contact(pg::Transaction& transaction, const Contact& contact);

/// Hides them, and counts as many less.
base::Result<void> mark_deleted(pg::Transaction& transaction,
                                base::OrganizationId organization,
                                const std::vector<base::ContactId>& ids,
                                base::Instant now);

} // namespace hatif::contact
