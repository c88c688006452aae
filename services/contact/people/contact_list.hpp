#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "contact/people/contact.hpp"
#include "contact/people/contact_query.hpp"
#include "page/meta.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"

#include <cstdint>
#include <vector>

namespace hatif::contact {

/// What a client asked for, checked; lists of contacts sort by createdAt, firstName, lastName,
/// primaryPhone and primaryEmail.
base::Result<page::Request> read_page_of_contacts(const page::Asked& asked);

struct ContactPage {
    std::vector<Contact> contacts;
    page::Meta meta;
};

/// One page. What a search or a filter finds is counted up to 10,000; beyond that `total` grows
/// with the page.
base::Result<ContactPage>
list_contacts(pg::Transaction& transaction, const ListScope& scope, const page::Request& wanted);

/// The next ones, at most `most`, for who reads them all (see `cursor_behind`): nothing is counted.
base::Result<std::vector<Contact>> next_contacts(pg::Transaction& transaction,
                                                 const ListScope& scope,
                                                 const page::Request& wanted,
                                                 std::int64_t most);

/// All contacts of the organization, by the counter.
base::Result<std::int64_t> count_contacts(pg::Transaction& transaction,
                                          base::OrganizationId organization);

} // namespace hatif::contact
