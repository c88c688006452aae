#pragma once

#include "contact/audiences/audience.hpp"
#include "page/meta.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// Audiences in PostgreSQL.
namespace hatif::contact {

/// None, or deleted: AUDIENCE_NOT_FOUND.
base::Result<Audience>
find_audience(pg::Transaction& transaction, base::OrganizationId organization, std::string_view id);

/// The same, deleted or not: for executions, which outlive what they were launched with.
base::Result<Audience> find_audience_ever(pg::Transaction& transaction,
                                          base::OrganizationId organization,
                                          std::string_view id);

/// As find_audience, its row locked until the transaction ends: who changes members takes this
/// first.
base::Result<Audience>
lock_audience(pg::Transaction& transaction, base::OrganizationId organization, std::string_view id);

base::Result<void> insert_audience(pg::Transaction& transaction, const Audience& audience);

/// Writes name, description and the time of the change.
base::Result<void> update_audience(pg::Transaction& transaction, const Audience& audience);

/// Hides it; see the migration for what stays.
base::Result<void>
mark_deleted(pg::Transaction& transaction, const Audience& audience, base::Instant now);

struct AudiencePage {
    std::vector<Audience> audiences;
    page::Meta meta;
};

/// Sorted by `name` or `createdAt`; with a contact only those that it is a member of now.
base::Result<AudiencePage> list_audiences(pg::Transaction& transaction,
                                          base::OrganizationId organization,
                                          const page::Request& wanted,
                                          const std::optional<base::ContactId>& member = {});

} // namespace hatif::contact
