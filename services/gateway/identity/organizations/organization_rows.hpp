#pragma once

#include "base/result.hpp"
#include "gateway/identity/organizations/organization.hpp"
#include "pg/transaction.hpp"

#include <string>
#include <vector>

/// SQL of organizations, and only SQL.
namespace hatif::gateway {

/// The columns that read_organization reads.
extern const std::string organization_columns;
Organization read_organization(const pg::Row& row);

/// ORGANIZATION_NOT_FOUND. Locked: it can be changed by no other until the transaction's end.
base::Result<Organization> find_organization(pg::Transaction& transaction,
                                             const base::OrganizationId& id);
base::Result<Organization> lock_organization(pg::Transaction& transaction,
                                             const base::OrganizationId& id);

/// Nobody else founds one of that slug until the transaction's end.
base::Result<bool> has_slug(pg::Transaction& transaction, const std::string& slug);

base::Result<void> insert_organization(pg::Transaction& transaction,
                                       const Organization& organization);
base::Result<void> update_organization(pg::Transaction& transaction,
                                       const Organization& organization);

/// All of them, without an order.
base::Result<std::vector<Organization>> all_organizations(pg::Transaction& transaction);

} // namespace hatif::gateway
