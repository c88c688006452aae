#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "contact/people/contact.hpp"
#include "page/meta.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"
#include "phone/country.hpp"

#include <optional>
#include <vector>

namespace hatif::contact {

/// What a client asked for, checked; lists of contacts sort by createdAt, firstName, lastName,
/// primaryPhone and primaryEmail.
base::Result<page::Request> read_page_of_contacts(const page::Asked& asked);

/// Which contacts a page is taken from, and how phones are read that are searched for.
struct ListScope {
    base::OrganizationId organization;
    phone::Country home;
    std::optional<base::AudienceId> audience{}; ///< its members of now; none: all contacts
    std::int64_t size = 0;                      ///< how many these are without a search
};

struct ContactPage {
    std::vector<Contact> contacts;
    page::Meta meta;
};

/// One page. What a search finds is counted up to 10,000; beyond that `total` grows with the page.
base::Result<ContactPage>
list_contacts(pg::Transaction& transaction, const ListScope& scope, const page::Request& wanted);

/// All contacts of the organization, by the counter.
base::Result<std::int64_t> count_contacts(pg::Transaction& transaction,
                                          base::OrganizationId organization);

} // namespace hatif::contact
