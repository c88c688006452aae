#pragma once

#include "contact/audiences/audience.hpp"
#include "page/meta.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"

#include <string_view>
#include <vector>

/// Audiences in PostgreSQL.
namespace hatif::contact {

/// None: AUDIENCE_NOT_FOUND.
base::Result<Audience>
find_audience(pg::Transaction& transaction, base::OrganizationId organization, std::string_view id);

/// The same, its row locked until the transaction ends: who changes members takes this first.
base::Result<Audience>
lock_audience(pg::Transaction& transaction, base::OrganizationId organization, std::string_view id);

base::Result<void> insert_audience(pg::Transaction& transaction, const Audience& audience);

struct AudiencePage {
    std::vector<Audience> audiences;
    page::Meta meta;
};

/// Sorted by `name` or `createdAt`.
base::Result<AudiencePage> list_audiences(pg::Transaction& transaction,
                                          base::OrganizationId organization,
                                          const page::Request& wanted);

} // namespace hatif::contact
